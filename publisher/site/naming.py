"""What readers call the categories and rules by which the machine suggests."""

from __future__ import annotations

from publisher.changes.materiality import rulebook
from publisher.model.changes import Reason
from publisher.model.locales import LocaleTag


def category_name(category: str, language: LocaleTag) -> str:
    """A category's name in a language; its id where the rules have no name for it."""
    known = rulebook().categories.get(category)
    return (known.name(language.tag) if known else "") or category


def reason_name(reason: Reason, language: LocaleTag) -> str:
    """What a reason is about: its category, else the kind of word that it went by."""
    if reason.category:
        return category_name(reason.category, language)
    signal = rulebook().signals.get(reason.rule.partition(".")[0])
    names = signal.names if signal else {}
    return names.get(language.tag) or names.get("en") or reason.rule
