"""The redline of a pair: its edits, as a person would have marked them, each named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from publisher.changes import naming
from publisher.changes.references import Renumbered
from publisher.changes.regions import find_regions
from publisher.changes.script import Region
from publisher.model.changes import Difference, Edit, EditOp
from publisher.text.token_kinds import SETTING, Token, TokenKind
from publisher.text.tokens import tokenize_line
from publisher.text.words import word_boundaries

_NO_NUMBERS: Renumbered = MappingProxyType({})


def redline(old: str, new: str, *, locale: str) -> tuple[Edit, ...]:
    """The edits from one piece of inline Markdown to another; their texts give both back."""
    return redline_tokens(tokenize_line(old), tokenize_line(new), locale=locale)


def redline_tokens(
    old: Sequence[Token], new: Sequence[Token], *, locale: str, numbers: Renumbered = _NO_NUMBERS
) -> tuple[Edit, ...]:
    """The edits between two sequences of tokens, each ending in an empty one.

    `numbers`: what clauses of the two texts were renumbered to, for references that follow.
    """
    regions = find_regions(
        old, new, old_bounds=_bounds(old, locale), new_bounds=_bounds(new, locale)
    )
    script = _Script(numbers)
    a = b = 0
    for region in regions:
        script.keep_all(old[a : region.a0], new[b : region.b0])
        follows = (old[region.a1 : region.a1 + 1], new[region.b1 : region.b1 + 1])
        script.change(old, new, region, *follows)
        a, b = region.a1, region.b1
    script.keep_all(old[a:], new[b:])
    return script.edits()


def whole(tokens: Sequence[Token], op: EditOp) -> tuple[Edit, ...]:
    """The edits of a segment that came or went as a whole: its words, then the space behind."""
    script = _Script()
    words = [token for token in tokens if token.kind not in SETTING]
    if not words:
        difference = Difference.MARKUP
    elif all(token.kind is TokenKind.TARGET for token in words):
        difference = Difference.LINK_TARGET
    else:
        difference = Difference.WORDING

    def of_space(lead: str) -> Difference:
        is_empty_quote = not words and ">" in lead
        return difference if is_empty_quote else Difference.WHITESPACE

    *inside, end = tokens
    first = inside[0].lead if inside else ""
    script.add(op, first, of_space(first))
    script.add(op, _written(inside)[len(first) :], difference)
    script.add(op, end.lead, of_space(end.lead))
    return script.edits()


def _bounds(tokens: Sequence[Token], locale: str) -> Callable[[int], bool]:
    """Whether a word may begin before a token; only scripts without spaces have to be asked."""
    computed: dict[int, bool] = {}

    def holds(index: int) -> bool:
        if index <= 0 or index >= len(tokens):
            return True
        before, after = tokens[index - 1], tokens[index]
        if (
            before.kind is not TokenKind.UNSPACED
            or after.kind is not TokenKind.UNSPACED
            or after.lead
        ):
            return True
        if index not in computed:
            computed.update(_boundaries_around(tokens, index, locale))
        return computed[index]

    return holds


def _boundaries_around(tokens: Sequence[Token], index: int, locale: str) -> dict[int, bool]:
    """For the run of unspaced tokens around an index: which of them begin a word."""
    start = end = index
    while start > 0 and tokens[start - 1].kind is TokenKind.UNSPACED and not tokens[start].lead:
        start -= 1
    while end < len(tokens) and tokens[end].kind is TokenKind.UNSPACED and not tokens[end].lead:
        end += 1
    bounds = word_boundaries("".join(token.text for token in tokens[start:end]), locale)
    found = {}
    offset = 0
    for position in range(start, end):
        found[position] = offset in bounds
        offset += len(tokens[position].text)
    found[end] = True
    return found


class _Script:
    """Collects pieces of text and joins neighbours of one kind."""

    def __init__(self, numbers: Renumbered = _NO_NUMBERS) -> None:
        self.numbers = numbers
        self.pieces: list[tuple[EditOp, str, Difference | None]] = []
        self.lead_done = False  # the next kept token's lead is written already

    def add(self, op: EditOp, text: str, difference: Difference | None = None) -> None:
        if not text:
            return
        if self.pieces and self.pieces[-1][0] is op and self.pieces[-1][2] is difference:
            self.pieces[-1] = (op, self.pieces[-1][1] + text, difference)
        else:
            self.pieces.append((op, text, difference))

    def replace(self, old: str, new: str, difference: Difference) -> None:
        self.add(EditOp.DELETE, old, difference)
        self.add(EditOp.INSERT, new, difference)

    def keep_all(self, olds: Sequence[Token], news: Sequence[Token]) -> None:
        """Tokens that say the same on both sides; what differs in how they are written is named."""
        if self.lead_done and olds:
            self._keep(olds[0], news[0])
            olds, news = olds[1:], news[1:]
        if not olds:
            return
        before, after = _written(olds), _written(news)
        if before == after:
            self.add(EditOp.KEEP, before)
            return
        same: list[str] = []  # what is written alike since the last difference
        for old, new in zip(olds, news, strict=True):
            if old.text == new.text and old.lead == new.lead:
                same += (old.lead, old.text)
                continue
            self.add(EditOp.KEEP, "".join(same))
            self._keep(old, new)
            same.clear()
        self.add(EditOp.KEEP, "".join(same))

    def _keep(self, old: Token, new: Token) -> None:
        if self.lead_done:
            self.lead_done = False
        elif old.lead == new.lead:
            self.add(EditOp.KEEP, old.lead)
        else:
            is_end = old.kind is TokenKind.END
            named = naming.of_space(old.lead, new.lead, ends_block=is_end)
            self.replace(old.lead, new.lead, named)
        if old.text == new.text:
            self.add(EditOp.KEEP, old.text)
        else:
            self.replace(old.text, new.text, naming.of_same_key(old, new))

    def change(
        self,
        old: Sequence[Token],
        new: Sequence[Token],
        region: Region,
        old_next: Sequence[Token],
        new_next: Sequence[Token],
    ) -> None:
        """A region, with the space around it.

        White space that both sides have before it is kept, or else what both have behind it; of a
        pure insertion or deletion, the space that came or went with it belongs to it.
        """
        difference = naming.of_region(region, old, new, self.numbers)
        gone, come = old[region.a0 : region.a1], new[region.b0 : region.b1]
        old_lead = (gone or old_next)[0].lead
        new_lead = (come or new_next)[0].lead
        is_one_sided = not gone or not come
        if is_one_sided and old_lead != new_lead and _have_same_lead(old_next, new_next):
            run = gone or come
            op = EditOp.DELETE if gone else EditOp.INSERT
            self.add(op, run[0].lead, naming.of_token(run[0], difference))
            self._run(op, run, difference)
            return
        if old_lead == new_lead:
            self.add(EditOp.KEEP, old_lead)
        else:
            self.replace(old_lead, new_lead, naming.of_space(old_lead, new_lead))
        self._run(EditOp.DELETE, gone, difference)
        self._run(EditOp.INSERT, come, difference)
        self.lead_done = is_one_sided
        if not come and old_next:
            self.add(EditOp.DELETE, old_next[0].lead, _trailing(old_next[0], difference))
        if not gone and new_next:
            self.add(EditOp.INSERT, new_next[0].lead, _trailing(new_next[0], difference))

    def _run(self, op: EditOp, tokens: Sequence[Token], difference: Difference) -> None:
        for index, token in enumerate(tokens):
            named = naming.of_token(token, difference)
            if index:
                is_inside = named is difference
                self.add(op, token.lead, difference if is_inside else Difference.WHITESPACE)
            self.add(op, token.text, named)

    def edits(self) -> tuple[Edit, ...]:
        return tuple(Edit(*piece) for piece in _deletes_first(self.pieces))


def _written(tokens: Sequence[Token]) -> str:
    return "".join([lead + text for lead, text, _, _, _ in tokens])


def _have_same_lead(old_next: Sequence[Token], new_next: Sequence[Token]) -> bool:
    return bool(old_next and new_next) and old_next[0].lead == new_next[0].lead


def _trailing(following: Token, difference: Difference) -> Difference:
    return Difference.WHITESPACE if following.kind is TokenKind.END else difference


def _deletes_first(
    pieces: list[tuple[EditOp, str, Difference | None]],
) -> list[tuple[EditOp, str, Difference | None]]:
    """Between two keeps all that went, then all that came."""
    ordered: list[tuple[EditOp, str, Difference | None]] = []
    pending: list[tuple[EditOp, str, Difference | None]] = []
    for piece in [*pieces, (EditOp.KEEP, "", None)]:
        if piece[0] is EditOp.KEEP:
            ordered += [p for p in pending if p[0] is EditOp.DELETE]
            ordered += [p for p in pending if p[0] is EditOp.INSERT]
            pending = []
            if piece[1]:
                ordered.append(piece)
        else:
            pending.append(piece)
    joined: list[tuple[EditOp, str, Difference | None]] = []
    for op, text, difference in ordered:
        if joined and joined[-1][0] is op and joined[-1][2] is difference:
            joined[-1] = (op, joined[-1][1] + text, difference)
        else:
            joined.append((op, text, difference))
    return joined
