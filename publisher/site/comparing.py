"""What a page says about a step: in a sentence, by section, with noise apart."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from publisher.changes.comparison import Comparison
from publisher.changes.materiality import Rulebook
from publisher.changes.views.summary import sentence
from publisher.model.changes import Level
from publisher.model.locales import LocaleTag
from publisher.site.changeviews import ChangeViews, is_noise
from publisher.site.naming import category_name
from publisher.site.reading import Reading, stated_dates
from publisher.site.sections import Cluster, Part, cluster, parts
from publisher.site.templating import interface
from publisher.site.timeline import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What the comparison of a step comes to."""

    sentence: str
    level: Level
    categories: tuple[str, ...]  # names in the reader's language


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that a page says about a step, apart from what legal declared."""

    gist: Gist
    judged_in: LocaleTag  # the language of the words that reasons name
    parts: tuple[Part, ...]
    noise: tuple[Cluster, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no words changed."""
        return not any(isinstance(item, Cluster) for part in self.parts for item in part.items)


def present(reading: Reading, step: Step) -> Found:
    """The comparison of a step in the request's language."""
    comparison, judged_in = reading.judged(step)
    values = {**reading.values_of(step.new), **stated_dates(step.new)}
    views = ChangeViews(comparison, lambda text: reading.filled(text, step.new), values)
    return Found(
        gist=gist_of(comparison, reading.rules),
        judged_in=judged_in,
        parts=tuple(parts(views)),
        noise=tuple(
            cluster([views.change(item)]) for item in comparison.visible_changes if is_noise(item)
        ),
    )


def gist(reading: Reading, step: Step) -> Gist:
    """What the comparison of a step comes to, in the request's language."""
    return gist_of(reading.judged(step)[0], reading.rules)


def gist_of(comparison: Comparison, rules: Rulebook) -> Gist:
    """What a comparison comes to, in the request's language."""
    return Gist(
        sentence=sentence(comparison, gettext=gettext, ngettext=ngettext),
        level=comparison.materiality.level,
        categories=tuple(
            category_name(item, interface(), rules) for item in comparison.materiality.categories
        ),
    )
