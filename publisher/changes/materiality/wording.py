"""The words of a text without its markup, where its clauses end, and what they are compared by."""

from __future__ import annotations

import re

# What is no word, blanked so that offsets stay as they are. One character is read first, so that
# most of a text is passed over at once; each alternative looks back at the one that it begins with.
_MARKUP = re.compile(
    r"[{(\[<hw!~_ÃâÂ\\&](?:"
    r"(?<=\{):[^}\n]*\}"  # attribute lists
    r"|(?<=\]\()(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"  # targets
    r"|(?<=\]\[)[^\[\]\n]*\]"
    r"|(?<=<)/?[A-Za-z!](?![\w.+-]*@)[^<>]*>"
    r"|(?<=<)(?:https?|mailto):[^<>\s]*>"
    r"|(?:(?<=h)ttps?://|(?<=w)ww\.)[^\s<>()\[\]，。；、）」]+"
    r"|(?<=\[)\^[^\]\s]*\]|(?<=!)\[|(?<=~)~"
    r"|(?<!\w_)(?<=_)_*|(?<=_)_*(?!\w)"
    r"|(?<=Ã)¢â‚¬(?:â„¢|Å“|Â)?|(?<=â)€(?:[™œ˜¦“”\x80-\x9f])?"  # quotation marks decoded wrongly
    r"|(?<=Â)(?=[\s«»])|(?<=\\)(?=[^\w\s])|(?<=&)nbsp;)"
)
_MARKS = "[]*`|"  # each is markup wherever it stands
_LINE_MARK = re.compile(r"(?m)^[ \t]*(?:[#>|]+|[-+](?=[ \t]))")
_MAY_MARK_LINE = re.compile(r"[#>|+\-]")
_END_OF_CLAUSE = re.compile(  # as above: the first character, then what it may be the first of
    r"[。！？；!?;.\n](?:(?<=[。！？；!?;])[。！？；!?;]*[\"”’」』）)]*"
    r"|(?<=\.)(?<!\d\.)(?<!\b\w\.)[\"”’»)]*(?=\s+(?![a-zà-öø-ÿа-я0-9&])|\s*$)"
    r"|(?<=\n)(?:[ \t]*\n|(?=[ \t]*[-*+|])))"
)
_NO_WORD = re.compile(r"[\W_]+")


def mask(text: str) -> str:
    """A text with its markup blanked; as long as before."""
    if _MAY_MARK_LINE.search(text):
        text = _LINE_MARK.sub(_blank, text)
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


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
