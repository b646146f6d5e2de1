"""A site's values in a text from outside, turned back into the placeholders that stand for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import regex

# Placeholder -> what it may have been filled with: one value for each site, or each way to say it.
SiteValues = Mapping[str, Collection[str]]
NO_VALUES: SiteValues = {}

# With such letters on both sides a border is none: "Example" does not stand in "Examples". Scripts
# without spaces, and Arabic with its prefixes, have no such borders.
_LETTER = r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Nd}_]"
_BEGINS = regex.compile(_LETTER)
_HOST = regex.compile(r"[\w-]+(?:\.[\w-]+)+")


def with_placeholders(text: str, values: SiteValues, names: Collection[str]) -> str:
    """The text with the values of these placeholders replaced by them, the longest values first."""
    wanted = sorted(_wanted(values, names), key=lambda pair: (-len(pair[1]), pair))
    if not wanted:
        return text
    holes = {f"v{number}": name for number, (name, _) in enumerate(wanted)}
    pattern = "|".join(f"(?P<v{n}>{_pattern(value)})" for n, (_, value) in enumerate(wanted))
    found = _compiled(pattern)
    return str(found.sub(lambda match: "{{" + holes[match.lastgroup or ""] + "}}", text))


def _wanted(values: SiteValues, names: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in values.get(name, ()):
            if value.strip():
                yield name, value.strip()


def _pattern(value: str) -> str:
    """Where a value stands as a whole: no part of a longer word or of a longer host's name."""
    words = r"\s+".join(regex.escape(word) for word in value.split())
    if _HOST.fullmatch(value):
        return rf"(?<![\w-])(?i:{words})(?![\w-]|\.\w)"
    before = rf"(?<!{_LETTER})" if _BEGINS.match(value[0]) else ""
    after = rf"(?!{_LETTER})" if _BEGINS.match(value[-1]) else ""
    return f"{before}{words}{after}"


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.V0)
