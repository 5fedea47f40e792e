"""Labels and values of a version in words: those of the models and of the instrument, nothing new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.profile import NONE_OPTION
from apps.rie.evaluation import ScaleStep, get_method
from apps.rie.models import PriorityChange
from apps.rie.models.answer import PriorityChoice

# Fields without a name of their own in a model, or with one that says something else there.
_LABELS = {
    "action_id": gettext_lazy("Action"),
    "actions": gettext_lazy("Actions"),
    "asked": gettext_lazy("Is this asked?"),
    "chosen": gettext_lazy("Chosen priority"),
    "chosen_because": PriorityChange._meta.get_field("note").verbose_name,
    "co_owners": gettext_lazy("Who helps?"),
    "computed": gettext_lazy("Priority by the method"),
    "factor_code": gettext_lazy("Risk"),
    "factors": gettext_lazy("Risks"),
    "instrument": gettext_lazy("Questionnaire"),
    "measure": gettext_lazy("Measure"),
    "owner": gettext_lazy("Who"),
    "priority": gettext_lazy("Priority"),
    "sha256": gettext_lazy("Fingerprint of the file (SHA-256)"),
    "steps": gettext_lazy("Steps"),
}
_SCALES = ("frequency", "reach", "severity")
# Of a fingerprint: enough to see that it is another one.
_SHOWN_OF_HASH = 12


class Words(Protocol):
    """How the fields of one item are called and said."""

    def label(self, name: str) -> str:
        """The name of a field, as it stands above its value."""
        ...

    def say(self, name: str, value: Any) -> str:
        """A value that is not empty, as a person reads it."""
        ...


@dataclass(frozen=True)
class ProfileWords:
    """The first look: its fields are the questions of the instrument."""

    content: InstrumentContent

    def label(self, name: str) -> str:
        question = self.content.questions.get(name)
        return question.text.question if question else name

    def say(self, name: str, value: list[str]) -> str:
        question = self.content.questions.get(name)
        options = {**(question.text.options if question else {}), NONE_OPTION: _("None of these")}
        return "\n".join(options.get(option, option) for option in value)


@dataclass(frozen=True)
class ModelWords:
    """Fields of a model. ``titles``: action id → title in the same version. ``factor``: code, for scales."""

    model: type[models.Model]
    content: InstrumentContent
    titles: Mapping[str, str] = field(default_factory=dict)
    factor: str = ""

    def label(self, name: str) -> str:
        known = self._field(name)
        return capfirst(str(_LABELS.get(name) or (known.verbose_name if known else name)))

    def say(self, name: str, value: Any) -> str:
        if name in _SAY:
            return _SAY[name](self, value)
        if name in _SCALES:
            return self._on_scale(name, value)
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        known = self._field(name)
        if isinstance(known, models.DateField):
            return date_format(date.fromisoformat(value), "j F Y")
        return str(dict(known.flatchoices).get(value, value) if known else value)

    def factor_names(self, codes: Iterable[str]) -> str:
        return "\n".join(problem(self.content, code) for code in codes)

    def measure_names(self, codes: Iterable[str]) -> str:
        return "\n".join(measure_title(self.content, code) for code in codes)

    def action_names(self, keys: Iterable[str]) -> str:
        return "\n".join(self.titles.get(key) or _("something that is gone") for key in keys)

    def group_names(self, keys: Iterable[str]) -> str:
        labels = self.content.text.special_groups
        return ", ".join(labels.get(key, key) for key in keys)

    def _field(self, name: str) -> Any:
        try:
            return self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def _on_scale(self, name: str, value: int) -> str:
        spec = self.content.factors[self.factor].spec if self.factor in self.content.factors else None
        method = get_method((spec.method if spec else "") or self.content.spec.method)
        steps: Iterable[ScaleStep] = method.scales.get(name, ())
        return next((capfirst(str(step.label)) for step in steps if step.value == value), str(value))


def problem(content: InstrumentContent, code: str) -> str:
    """What is wrong when a factor is a risk; the code itself when this instrument does not know it."""
    return content.factors[code].text.problem if code in content.factors else code


def statement(content: InstrumentContent, code: str) -> str:
    """What is asked about a factor; the code itself when this instrument does not know it."""
    return content.factors[code].text.statement if code in content.factors else code


def measure_title(content: InstrumentContent, code: str) -> str:
    """A measure of the catalogue by name; the code itself when this instrument does not know it."""
    return content.measures[code].text.title if code in content.measures else code


def yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _asked(_words: ModelWords, value: bool | list[str]) -> str:
    """True, or the reason in a list of one."""
    return yes_or_no(True) if value is True else _("No. %(reason)s") % {"reason": value[0]}


def _euros(_words: ModelWords, value: str) -> str:
    return f"€ {number_format(Decimal(value), decimal_pos=2, use_l10n=True)}"


def _steps(_words: ModelWords, value: list[list[Any]]) -> str:
    return "\n".join(
        _("%(step)s (ticked off)") % {"step": text} if is_done else text for text, is_done in value
    )


def _instrument(_words: ModelWords, value: list[str]) -> str:
    slug, version, fingerprint = value
    return f"{slug} {version} ({fingerprint[:_SHOWN_OF_HASH]})"


def _priority(_words: ModelWords, value: str) -> str:
    return str(dict(PriorityChoice.choices).get(value, value))


_SAY: dict[str, Callable[[ModelWords, Any], str]] = {
    "action_id": lambda words, value: words.action_names([value]),
    "actions": ModelWords.action_names,
    "asked": _asked,
    "budget": _euros,
    "chosen": _priority,
    "computed": _priority,
    "depends_on": lambda words, value: words.action_names([value]),
    "factor_code": lambda words, value: words.factor_names([value]),
    "factors": ModelWords.factor_names,
    "instrument": _instrument,
    "measure": lambda words, value: words.measure_names([value]),
    "measures_in_place": ModelWords.measure_names,
    "sha256": lambda _words, value: value[:_SHOWN_OF_HASH],
    "special_groups": ModelWords.group_names,
    "spent": _euros,
    "steps": _steps,
}
