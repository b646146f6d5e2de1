"""Placeholders: `{{name}}` in a text, filled with a site's value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from publisher.model.errors import PlaceholderError

# Bounded, so that 50,000 braces cost no more than 50,000 steps of 64.
PLACEHOLDER = re.compile(r"\{\{([^{}\r\n]{1,64})\}\}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def names(text: str) -> frozenset[str]:
    """The names that a text uses, white space inside the braces ignored; valid or not."""
    return frozenset(match[1].strip() for match in PLACEHOLDER.finditer(text))


def is_valid_name(name: str) -> bool:
    """Whether a value can be given to a placeholder of this name."""
    return _NAME.fullmatch(name) is not None


def fill(
    text: str, values: Mapping[str, str], *, escape: Callable[[str], str] | None = None
) -> str:
    """The text with its placeholders replaced, in one pass: values are never expanded again.

    `escape` makes a value safe for where the text goes. Raises PlaceholderError for a name without
    a value, with the line.
    """

    def value_of(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name not in values:
            line = text.count("\n", 0, match.start()) + 1
            known = ", ".join(sorted(values)) or "none"
            raise PlaceholderError(
                what=f"{match[0]} has no value; known placeholders: {known}. Correct the name, "
                "or give it a value in publisher.toml",
                line=line,
            )
        value = values[name]
        return escape(value) if escape else value

    return PLACEHOLDER.sub(value_of, text)


def values_for(text: str, values: Mapping[str, str]) -> Mapping[str, str]:
    """The values, with itself for each placeholder of the text that has none.

    A publication never has one of those; an imported history may, or a draft, and must show.
    """
    unknown = names(text) - values.keys()
    return {**values, **{name: "{{" + name + "}}" for name in unknown}}
