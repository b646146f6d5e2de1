"""What readers call the categories and signs by which the machine suggests."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from publisher.changes.materiality import Rulebook
from publisher.changes.views.words import difference_name
from publisher.model.changes import Difference, Reason
from publisher.model.locales import LocaleTag


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "extract this, translate it later"
    """Mark a message for extraction."""
    return message


SIGNS: Mapping[str, str] = {
    "negation": N_("Negation"),
    "exception": N_("Exception"),
    "limit": N_("Restriction to certain cases"),
    "permission": N_("Permission"),
    "party": N_("Who does it"),
    "duty": N_("Duty"),
    "wish": N_("Intention"),
    "all": N_("All, any or none"),
    "conjunction": N_("And, or"),
    "condition": N_("Condition"),
    "time": N_("Time or sequence"),
    "hedge": N_("Reservation"),
    "default": N_("Default setting"),
    "comparison": N_("At least, at most"),
    "number": N_("Number"),
    "measure": N_("Amount or period"),
    "date": N_("Date"),
    "address": N_("Web address"),
    "email": N_("E-mail address"),
    "phone": N_("Telephone number"),
    "name": N_("Name"),
    "future": N_("Duty or future"),
    "relation": N_("Before, after, until"),
    "word": N_("Wording"),
    "reworded": N_("Said in other words"),
    "moved": N_("Place in the text"),
    "reordered": N_("Order"),
    "swapped": N_("Order"),
}


def category_name(category: str, language: LocaleTag, rules: Rulebook) -> str:
    """A category's name in a language; its id where the rules have no name for it."""
    known = rules.categories.get(category)
    return (known.name(language.tag) if known else "") or category


def reason_name(reason: Reason, language: LocaleTag, rules: Rulebook) -> str:
    """What a reason is about: its category, else the sign that it went by."""
    if reason.category:
        return category_name(reason.category, language, rules)
    if reason.rule in SIGNS:
        return str(gettext(SIGNS[reason.rule]))
    known = next((item for item in Difference if item.value == reason.rule), None)
    if known is not None:
        return str(gettext(difference_name(known)))
    return reason.rule
