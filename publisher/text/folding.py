"""Folding: what two texts are taken to share although they are written differently.

Punctuation loses its width and style, white space its kind and amount, letters their normal form
(NFD becomes NFC). Nothing else: ① is not 1, ² is not 2, Ａ is not A, and case counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CLASSES = {
    ",": "，、,،﹐﹑､",
    ".": "。．.｡﹒۔",
    ";": "；;؛﹔",
    ":": "：:﹕︰",
    "?": "？?؟﹖",
    "!": "！!﹗",
    "(": "（(﹙❨",
    ")": "）)﹚❩",
    "[": "［[〔【",
    "]": "］]〕】",
    "{": "｛{",
    "}": "｝}",
    "<": "〈＜",
    ">": "〉＞",
    '"': '"“”„‟«»＂「」『』〝〞״',
    "'": "'‘’‚‛‹›＇`´׳",
    "-": "-‐‑‒–—―−－﹣─",
    "~": "~～〜",
    "/": "/／",
    "%": "%％﹪٪",
    "&": "&＆﹠",
    "#": "#＃",
    "@": "@＠",
    "+": "+＋",
    "=": "=＝",
    "*": "*＊",
    "|": "|｜",
    "•": "•·・‧∙●▪◦",
    "…": "…⋯",
    "$": "$＄",
}
_PUNCTUATION = {ord(form): folded for folded, forms in _CLASSES.items() for form in forms}
_PUNCTUATION_KEYS = {form: folded for folded, forms in _CLASSES.items() for form in forms}
_RUNS = re.compile(r"(?P<ellipsis>\.{2,}|…+|。{2,})|(?P<dash>-{2,})")
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_UNSPACED = (
    r"[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe10-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff]"
)
_LOOSE_SPACE = re.compile(rf"(?<={_UNSPACED}) | (?={_UNSPACED})")
_EMPHASIS = re.compile(r"[*_]+")


@lru_cache(maxsize=4096)
def fold_punctuation(mark: str) -> str:
    """The key of a mark or of a run of one mark: the same for all its widths and styles."""
    folded = "".join(_PUNCTUATION_KEYS.get(character, character) for character in mark)
    if len(folded) > 1:
        folded = _RUNS.sub(lambda match: "…" if match["ellipsis"] else "-", folded)
    return folded


def fold(text: str) -> str:
    """The key of a block's text: equal where two blocks differ in form alone.

    White space beside a Chinese or Japanese character is dropped, since a line wrap or a thin space
    stands for nothing there; emphasis is dropped as well.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.translate(_PUNCTUATION)
    text = _SPACE.sub(" ", text).strip()
    text = _LOOSE_SPACE.sub("", text)
    text = _EMPHASIS.sub("", text)
    return _RUNS.sub(lambda match: "…" if match["ellipsis"] else "-", text)
