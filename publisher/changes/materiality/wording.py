"""The words of a text without its markup, where its clauses end, and what they are compared by."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What is no word, blanked so that offsets stay as they are. One character is read first, so that
# most of a text is passed over at once; each alternative looks back at the one that it begins with.
_MARKUP = re.compile(
    r"[{(\[<hw!~_ÃâÂ\\&](?:"
    r"(?<=[hw])(?:(?<=h)ttps?://|(?<=w)ww\.)[^\s<>()\[\]，。；、）」]+"
    r"|(?<![hw])(?:"  # letters: most of them begin nothing, and nothing else is tried
    r"(?<=\{):[^}\n]*\}"  # attribute lists
    r"|(?<=\]\()(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"  # targets
    r"|(?<=\]\[)[^\[\]\n]*\]"
    r"|(?<=<)/?[A-Za-z!](?![\w.+-]*@)[^<>]*>"
    r"|(?<=<)(?:https?|mailto):[^<>\s]*>"
    r"|(?<=\[)\^[^\]\s]*\]|(?<=!)\[|(?<=~)~"
    r"|(?<!\w_)(?<=_)_*|(?<=_)_*(?!\w)"
    r"|(?<=Ã)¢â‚¬(?:â„¢|Å“|Â)?|(?<=â)€(?:[™œ˜¦“”\x80-\x9f])?"  # quotation marks decoded wrongly
    r"|(?<=Â)(?=[\s«»])|(?<=\\)(?=[^\w\s])|(?<=&)nbsp;))"
)
_MARKS = "[]*`|"  # each is markup wherever it stands
_LINE_MARK = re.compile(r"\n[ \t]*(?:[#>|]+|[-+](?=[ \t]))")
_END_OF_CLAUSE = re.compile(  # as above: the first character, then what it may be the first of
    r"[。！？；!?;.\n](?:(?<=[。！？；!?;])[。！？；!?;]*[\"”’」』）)]*"
    r"|(?<=\.)(?<!\d\.)(?<!\b\w\.)[\"”’»)]*(?=\s+(?![a-zà-öø-ÿа-я0-9&])|\s*$)"
    r"|(?<=\n)(?:[ \t]*\n|(?=[ \t]*[-*+|])))"
)
_NO_WORD = re.compile(r"[\W_]+")
_NO_LETTER = re.compile(r"[^\w\0]+")  # where NUL parts clauses


def mask(text: str) -> str:
    """A text with its markup blanked; as long as before."""
    text = _LINE_MARK.sub(_blank_line, "\n" + text)[1:]
    text = _MARKUP.sub(_blank, text)
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text without markup begin and end."""
    clauses = []
    start = 0
    for match in _END_OF_CLAUSE.finditer(text):
        end = match.end()
        clauses.append((start, end))
        start = end
    if text[start:].strip():
        clauses.append((start, len(text)))
    return clauses


def clause_key(words: str) -> str:
    """The same for clauses that say the same words in the same order."""
    # Gaps are most of what is no word; to split at them is faster than to search for them.
    return _NO_WORD.sub("", "".join(words.lower().split()))


def clause_keys(clauses: Sequence[str]) -> list[str]:
    """The `clause_key` of each clause."""
    words = "\0".join(clauses).lower()
    if words.count("\0") != len(clauses) - 1:  # one of them holds a NUL, or there is none
        return [clause_key(clause) for clause in clauses]
    return _NO_LETTER.sub("", "".join(words.split())).replace("_", "").split("\0")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_line(match: re.Match[str]) -> str:
    return "\n" + " " * (len(match[0]) - 1)
