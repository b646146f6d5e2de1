"""LocaleTag: the one door between BCP 47 (zh-Hans) and gettext names (zh_Hans)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publisher.model.errors import InvalidLocaleError

_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})"
    r"(?:[-_](?P<script>[A-Za-z]{4}))?"
    r"(?:[-_](?P<territory>[A-Za-z]{2}|[0-9]{3}))?"
)

_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
# Languages written right to left where the tag names no script (CLDR's likely subtags).
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he ks lrc mzn nqo ps sd syr ug ur yi".split())


@dataclass(frozen=True, slots=True, order=True)
class LocaleTag:
    """A language as texts are published in it: language, maybe script, maybe territory.

    Instances are canonical (``zh-Hans``, ``pt-BR``) and compare by their tag. Only this shape is
    accepted, so a tag is always safe as a file name.
    """

    tag: str

    def __post_init__(self) -> None:
        match = _TAG.fullmatch(self.tag)
        if match is None:
            raise InvalidLocaleError(self.tag)
        parts = [match["language"].lower()]
        if match["script"]:
            parts.append(match["script"].title())
        if match["territory"]:
            parts.append(match["territory"].upper())
        object.__setattr__(self, "tag", "-".join(parts))

    @classmethod
    def parse(cls, text: str) -> LocaleTag:
        """Read a BCP 47 tag or a gettext name; raises InvalidLocaleError."""
        return cls(text)

    @property
    def gettext_name(self) -> str:
        """The name in paths, PO headers and Babel: ``zh_Hans``."""
        return self.tag.replace("-", "_")

    @property
    def language(self) -> str:
        """The primary language subtag, in lower case: ``zh``."""
        return self.tag.partition("-")[0]

    @property
    def script(self) -> str | None:
        """The script subtag where the tag has one: ``Hans``."""
        return next((part for part in self.tag.split("-")[1:] if len(part) == 4), None)

    @property
    def territory(self) -> str | None:
        """The region subtag where the tag has one: ``BR``, ``419``."""
        return next((part for part in self.tag.split("-")[1:] if len(part) in (2, 3)), None)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as HTML's ``dir`` wants it."""
        if self.script is not None:
            return "rtl" if self.script in _RTL_SCRIPTS else "ltr"
        return "rtl" if self.language in _RTL_LANGUAGES else "ltr"

    def __str__(self) -> str:
        return self.tag
