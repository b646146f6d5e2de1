"""Differences without meaning: other line breaks, other punctuation, other white space."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Range, Substitution

_PROTECTED = re.compile(
    r"""\]\([^)]*\) | \{\{[^{}]*\}\} | \{[:\#][^{}]*\} | `[^`]*` | <[^>]*> | &[#\w]+;
      | https?://[^\s)）]+ | [\w.+-]+@[\w{}.-]+ | [\w-]+(?:\.[\w-]+)+ | \\.""",
    re.VERBOSE | re.ASCII,
)
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”]"
_BOTH_CJK = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff，、。；])(?=[\u3040-\u30ff\u3400-\u9fff])")
_UNSAFE_LINE_START = re.compile(r"[#>+*|=~`:{<-]|\d+[.)]|\[\^")
_SOFT_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def protected(text: str) -> list[Range]:
    """Ranges of a block that are no prose: markup, addresses, placeholders, code."""
    return [Range(*match.span()) for match in _PROTECTED.finditer(text)]


def rewrap(block: Block, width: int, *, indent: str) -> list[Substitution]:
    """Substitutions that break a block's lines anew at a width; none where it has to stay."""
    text = block.text
    start = body_start(block)
    shut = protected(text)
    edits: list[Substitution] = []
    column = 0
    at = start
    while at < len(text):
        soft = _SOFT_BREAK.match(text, at)
        if soft and soft.end() < len(text):
            joint = "" if _is_cjk(text[at - 1]) and _is_cjk(text[soft.end()]) else " "
            edits.append(Substitution(at, soft.end(), joint))
            column += 1
            at = soft.end()
            continue
        if (
            column >= width
            and not _inside(at, shut)
            and not _UNSAFE_LINE_START.match(text[at + 1 :])
        ):
            if text[at] == " " and text[at - 1] not in " \n" and text[at + 1 : at + 2].strip():
                edits.append(Substitution(at, at + 1, "\n" + indent))
                column = 0
            elif _BOTH_CJK.match(text, at) and not _UNSAFE_LINE_START.match(text[at:]):
                edits.append(Substitution(at, at, "\n" + indent))
                column = 0
        column += 2 if _is_cjk(text[at]) else 1
        at += 1
    return [edit for edit in edits if text[edit.start : edit.end] != edit.text]


def _is_cjk(character: str) -> bool:
    return re.match(_CJK, character) is not None


def _inside(at: int, ranges: list[Range]) -> bool:
    return any(start < at < end for start, end in ranges)


Rule = Callable[[str], list[Substitution]]


def _rule(pattern: str, replacement: str) -> Rule:
    expression = re.compile(pattern)

    def substitutions(text: str) -> list[Substitution]:
        return [
            Substitution(*match.span(), match.expand(replacement))
            for match in expression.finditer(text)
        ]

    return substitutions


def _straight_to_curly(text: str) -> list[Substitution]:
    found = [match.start() for match in re.finditer('"', text)]
    if len(found) % 2:
        return []
    return [Substitution(at, at + 1, "“”"[number % 2]) for number, at in enumerate(found)]


def _pairs(table: dict[str, str]) -> Rule:
    expression = re.compile("|".join(map(re.escape, table)))
    return lambda text: [
        Substitution(*match.span(), table[match[0]]) for match in expression.finditer(text)
    ]


_HAN = "[\u3040-\u30ff\u3400-\u9fff]"
_EAST_ASIAN: tuple[Rule, ...] = (
    _pairs({"，": ",", "；": ";", "：": ":", "？": "?", "！": "!"}),
    _pairs({"（": "(", "）": ")"}),
    _rule(rf"(?<={_HAN}),(?={_HAN})", "，"),
    _rule(rf"(?<={_HAN});(?={_HAN}|$)", "；"),
    _rule(rf"(?<={_HAN}):(?={_HAN}|$)", "："),
    _pairs({"“": "「", "”": "」"}),
    _pairs({"「": "“", "」": "”"}),
    _pairs({"“": '"', "”": '"'}),
    _straight_to_curly,
    _rule(rf"(?<={_HAN}) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?={_HAN})", ""),
    _rule(rf"(?<={_HAN})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?={_HAN})", " "),
    _pairs({"　": " "}),
)
_WESTERN: tuple[Rule, ...] = (
    _pairs({"’": "'", "‘": "'"}),
    _rule(r"(?<=\w)'(?=\w)", "’"),
    _pairs({"“": '"', "”": '"', "„": '"'}),
    _straight_to_curly,
    _pairs({"«\u00a0": "“", "\u00a0»": "”", "« ": "“", " »": "”", "«": "“", "»": "”"}),
    _rule(r"(?<=\w) — (?=\w)", " – "),
    _rule(r"(?<=\w) – (?=\w)", " — "),
    _pairs({"…": "..."}),
    _rule(r"(?<=\w[.!?]) (?=\w)", "  "),
    _rule(r"(?<=\w)[ \u202f](?=[;:!?](?:\s|$))", "\u00a0"),
    _rule(r"(?<=\w\w) (?=\d{1,4}\b)", "\u00a0"),
)
_ARABIC: tuple[Rule, ...] = (
    _pairs({"،": ",", "؛": ";"}),
    _pairs({"؟": "?"}),
    _pairs({"«": '"', "»": '"'}),
    _rule(r"(?<=[.،]) (?=\w)", "  "),
    _straight_to_curly,
)


def rules_for(language: str) -> tuple[Rule, ...]:
    """The normalisations that make sense in a language."""
    if language in ("zh", "ja"):
        return _EAST_ASIAN
    return _ARABIC if language == "ar" else _WESTERN


def normalise(
    block: Block, rules: list[Rule], *, trailing: bool, bullet: str | None
) -> list[Substitution]:
    """Substitutions of a block by the rules; where two rules meet, the first holds."""
    text = block.text
    start = body_start(block)
    shut = [*protected(text), Range(0, start)]
    edits: list[Substitution] = []
    for rule in rules:
        for edit in rule(text):
            taken = [*shut, *(Range(done.start, done.end) for done in edits)]
            if not any(_touches(edit, other) for other in taken):
                edits.append(edit)
    if trailing and not text.endswith((" ", "}")):
        edits.append(Substitution(len(text), len(text), " "))
    marker = re.match(r"[*+-](?=[ \t])", text)
    if bullet and marker and block.kind is BlockKind.ITEM and marker[0] != bullet:
        edits.append(Substitution(0, 1, bullet))
    return sorted(edits)


def _touches(edit: Substitution, other: Range) -> bool:
    return (
        edit.start < other.end and other.start < edit.end
    ) or edit.start == other.start == edit.end


def pick_rules(rng: random.Random, language: str, text: str) -> list[Rule]:
    """Two to four rules that find something in a text, never two that undo each other."""
    useful = [rule for rule in rules_for(language) if rule(text)]
    rng.shuffle(useful)
    return useful[: rng.randint(2, 4)]
