"""One-character edits at random places: none may go unshown, each is in exactly one class."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.redline.results import Redline
from benchmarks.redline.revisions import TextPair, same_words
from benchmarks.redline.sources import Half, sources

_LETTERS = {
    "zh": "的不会可以月年数据一三个人",
    "ja": "のはをがないしん月日三条",
    "ar": "البنمتسيوه",
    "ru": "аеинотслвк",
    "ko": "가나다의는을",
}
_COMMON = "aeinst019.,;:!?()[]{}*_`#-+|<>~&\"'\\/@=%$ \n\t\u00a0\u3000\u200b①²，。；“”é"


@dataclass(frozen=True, slots=True)
class Edit:
    """A pair that differs by one character, and the character that went and came."""

    pair: TextPair
    before: str
    after: str
    at: int


def edits(count: int, *, seed: int = 11) -> Iterator[Edit]:
    """So many edits, spread over texts of all languages; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    texts = [
        (source, _excerpt("".join(b.text + b.gap for b in source.blocks), rng))
        for source in sources(Half.DEVELOPMENT)
        for _ in range(3)
    ]
    made = 0
    while made < count:
        source, text = rng.choice(texts)
        at = rng.randrange(len(text))
        letter = rng.choice(_LETTERS.get(source.locale[:2], "") * 3 + _COMMON)
        before, after = rng.choice((("", letter), (text[at], ""), (text[at], letter)))
        new = text[:at] + after + text[at + len(before) :]
        if new == text:
            continue
        made += 1
        yield Edit(TextPair(f"{source.name}@{at}", source.locale, text, new), before, after, at)


def _excerpt(text: str, rng: random.Random) -> str:
    """Some blocks of a text: the place of an edit matters, the length of the text does not."""
    blocks = text.split("\n\n")
    start = rng.randrange(max(len(blocks) - 12, 1))
    return "\n\n".join(blocks[start : start + 12]).rstrip("\n") + "\n"


_BULLET = re.compile(r"[ \t]*[*+-]?[ \t]*")


def is_format(edit: Edit) -> bool:
    """Whether an edit may go without being shown: white space, a bullet, a form of Unicode."""
    old, new = edit.pair.old, edit.pair.new
    if not (edit.before + edit.after).strip() and same_words(old, new):
        return True
    if unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new):
        return True
    line = old[old.rfind("\n", 0, edit.at) + 1 : edit.at]
    both_bullets = edit.before in "*+-" and edit.after in "*+-"
    return bool(both_bullets and edit.before and edit.after and _BULLET.fullmatch(line))


def unshown(edit: Edit, redline: Redline) -> bool:
    """Whether a reader would not see an edit that they have to see."""
    shown = redline.old_shown or redline.new_shown or redline.old_named or redline.new_named
    return not shown and not is_format(edit)


def unknown(redline: Redline) -> bool:
    """Whether an answer to two different texts holds no difference at all."""
    groups = (
        redline.old_shown, redline.new_shown, redline.old_named, redline.new_named,
        redline.old_format, redline.new_format,
    )  # fmt: skip
    return not any(groups)
