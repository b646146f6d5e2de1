"""The weights that belong to no one category or signal, read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from publisher.model.errors import InvalidSourceError

_TIMES = 100
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfWords:
    """What words weigh that no rule knows, and names. Each from 0 to 1."""

    alone: float  # came or went
    replaced: float  # one took another's place
    reworded: float  # a form, a spelling or a compound of what the other side says
    likely: float  # two Han words with a character in common: often one, not always
    one_category: float  # two words of a category that took each other's place
    answered: float  # a word of a category and one that no rule knows took each other's place
    explained: float  # share kept in brackets that came or went as a whole
    repeated: float  # a word of a category came or went, and stands elsewhere in its sentence
    turned: float  # share kept in a sentence that was turned round
    name: float
    name_known: float  # both texts have it
    name_renamed: float  # took another's place throughout, or begins like it


@dataclass(frozen=True, slots=True, kw_only=True)
class OfForm:
    """What is weighed by itself, and what share is kept by the form of what changed."""

    link: float  # leads elsewhere
    reordered: float  # the same things in another order
    swapped: float  # two signals changed places
    moved: float
    moved_scope: float  # a clause left the heading that bounds it
    heading: float  # share kept in a short heading: nothing is promised there
    pointer: float  # share kept in a clause that says where to read more
    most: float  # times the heaviest: what all reasons together may say
    several: float  # where more than one thing weighs no score is higher
    whole: float  # share kept in a clause that came or went: each of its words says less


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Every weight that is not a category's or a signal's own."""

    of_words: OfWords
    of_form: OfForm
    quantities: Mapping[str, float]  # measure, number, date …
    kinds: Mapping[str, str]  # signal or quantity -> the kind that shares are said for
    places: Mapping[str, Mapping[str, float]]  # place -> kind -> share of its weight

    def share(self, place: str, what: str) -> float:
        """The share of its weight that something keeps at a place; all where nothing is said."""
        shares = self.places.get(place)
        if shares is None:
            return 1.0
        return shares.get(self.kinds.get(what, what), 1.0)

    @classmethod
    def read(cls, table: Table) -> Self:
        """The weights of a table; raises InvalidSourceError, naming the key."""
        places = {
            place: {what: _share(share, f"places.{place}.{what}") for what, share in shares.items()}
            for place, shares in table.get("places", {}).items()
        }
        return cls(
            of_words=OfWords(**_all_of(OfWords, table, "words")),
            of_form=OfForm(**_all_of(OfForm, table, "form")),
            quantities={
                name: _share(value, f"quantities.{name}")
                for name, value in table.get("quantities", {}).items()
            },
            kinds={name: kind for kind, names in table.get("kinds", {}).items() for name in names},
            places=places,
        )


def _all_of(kind: type[OfWords | OfForm], table: Table, section: str) -> dict[str, float]:
    values = table.get(section, {})
    names = [field.name for field in fields(kind)]
    if unknown := sorted(set(values) - set(names)):
        raise InvalidSourceError(what=f"weights: {section}.{unknown[0]}: no such weight")
    return {
        name: _share(values.get(name), f"{section}.{name}", most=_TIMES if name == "most" else 1)
        for name in names
    }


def _share(value: object, key: str, most: int = 1) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most:
        return float(value)
    raise InvalidSourceError(what=f"weights: {key}: must be a number from 0 to {most}")
