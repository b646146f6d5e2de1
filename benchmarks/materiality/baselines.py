"""Simple rules that the judgement has to beat, each a function of the old and the new text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from rapidfuzz.distance import Indel

Baseline = Callable[[str, str, str], bool]  # old, new, locale: is it material

_CUES = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
_LINK = re.compile(
    r"!?\[([^\[\]]*)\]\([^()\s]*\)|<(?:https?:[^<>\s]*|/?[a-zA-Z][^<>]*)>|\{[:#][^{}]*\}"
)
_ADDRESS = re.compile(r"https?://[^\s)>\]，。；]+")
_DATE = re.compile(r"(?:19|20)\d\d|民國\s?\d+")
_NUMBERING = re.compile(
    r"^\s*(?:#+\s*)?(?:[-*+‐•]\s|\(?(?:\d+|[a-z]|[一二三四五六七八九十]+)\s?[.)、)])?\s*",
    re.MULTILINE,
)
_SHORT_LINE = 60  # characters; a longer line with a date is a promise rather than a date line


def differs_beyond_white_space(old: str, new: str, locale: str) -> bool:
    """Anything but white space is material."""
    del locale
    return "".join(old.split()) != "".join(new.split())


def differs_after_normalising(old: str, new: str, locale: str) -> bool:
    """Whatever remains of the words is material."""
    del locale
    return normalised(old) != normalised(new)


def normalised(text: str) -> str:
    """The words alone: no case, width, punctuation, markup, targets, numbering or date lines."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\r\n", "\n").replace("\r", "\n")
    text = _ADDRESS.sub("", _LINK.sub(lambda link: link.group(1) or "", text))
    lines = [_NUMBERING.sub("", line) for line in text.split("\n") if not _is_date_line(line)]
    return "".join(char for char in "".join(lines) if char.isalnum())


def _is_date_line(line: str) -> bool:
    return len(line) <= _SHORT_LINE and _DATE.search(line) is not None


def exceeds_share(old: str, new: str, locale: str, *, share: float) -> bool:
    """A change of at least this share of the words is material."""
    del locale
    before, after = normalised(old), normalised(new)
    return Indel.distance(before, after) >= share * max(1, len(before) + len(after))


def exceeds_length(old: str, new: str, locale: str, *, characters: int) -> bool:
    """A change of at least so many characters of words is material."""
    del locale
    return bool(Indel.distance(normalised(old), normalised(new)) >= characters)


def touches_cue_or_number(old: str, new: str, locale: str) -> bool:
    """Another count of a cue word, or of a number outside date lines, is material."""
    return _signals(old, locale) != _signals(new, locale)


def _signals(text: str, locale: str) -> Counter[str]:
    kept = "\n".join(line for line in text.split("\n") if not _is_date_line(line))
    kept = _ADDRESS.sub("", _LINK.sub(lambda link: link.group(1) or "", kept))
    return Counter(match.lower() for match in _pattern(locale).findall(kept))


@cache
def _pattern(locale: str) -> re.Pattern[str]:
    cues: list[str] = _CUES[locale.partition("-")[0]]
    whole = r"\b{}\b" if locale[:2] not in ("zh", "ja") else "{}"
    words = "|".join(whole.format(re.escape(cue)) for cue in sorted(cues, key=len, reverse=True))
    return re.compile(rf"{words}|\d+(?:[.,]\d+)*", re.IGNORECASE)


BASELINES: dict[str, Baseline] = {
    "anything but white space": differs_beyond_white_space,
    "after normalising": differs_after_normalising,
    "size: a fifth of the text": partial(exceeds_share, share=0.2),
    "size: 20 characters": partial(exceeds_length, characters=20),
    "cue words or numbers": touches_cue_or_number,
}
