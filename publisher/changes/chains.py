"""The heaviest chain: which pairs keep their order, so that the rest are the ones that moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise


def heaviest_chain(
    pairs: Sequence[tuple[int, int]], weigh: Callable[[int, int], float]
) -> set[int]:
    """Indices of the pairs (old, new) that form the increasing chain of greatest weight.

    Strictly increasing in both; O(n log n). Of chains of equal weight, always the same one.
    """
    if _is_chain(pairs):  # most revisions move nothing
        return set(range(len(pairs)))
    order = sorted(range(len(pairs)), key=lambda index: (pairs[index][0], -pairs[index][1]))
    ranks = {new: rank for rank, new in enumerate(sorted({new for _, new in pairs}), start=1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of maxima
    before = [-1] * len(pairs)
    heaviest, last = 0.0, -1
    for index in order:
        old, new = pairs[index]
        rank = ranks[new]
        total, before[index] = _best_below(best, rank - 1)
        total += weigh(old, new)
        _raise(best, rank, total, index)
        if total > heaviest:
            heaviest, last = total, index
    chain = set()
    while last >= 0:
        chain.add(last)
        last = before[last]
    return chain


def _is_chain(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(pairs))


def _best_below(tree: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    found = (0.0, -1)
    while rank > 0:
        if tree[rank][0] > found[0]:
            found = tree[rank]
        rank -= rank & -rank
    return found


def _raise(tree: list[tuple[float, int]], rank: int, total: float, index: int) -> None:
    while rank < len(tree):
        if total > tree[rank][0]:
            tree[rank] = (total, index)
        rank += rank & -rank
