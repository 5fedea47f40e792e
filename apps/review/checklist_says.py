"""What a frozen version says about a point of the checklist: pure sentences, no queries.

Only what stands in the version is told, also when that is nothing. Whether it is enough, the adviser judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.organisations.models import Representation
from apps.rie.content.schema import FactorKind, HygieneStep
from apps.rie.content.tree import InstrumentContent
from apps.rie.evaluation import Verdict

BHV_WORDS = ("bhv", "bedrijfshulpverlen")
PAGO_WORDS = ("pago", "pmo", "gezondheidskundig onderzoek", "medisch onderzoek")
ANSWER_TEXTS = ("note", "in_place", "root_cause", "reason")
ACTION_TEXTS = ("title", "description", "result")


@dataclass(frozen=True)
class Frozen:
    """A version with the instrument it was made on. ``content``: see ``content.content_of``."""

    content: Mapping[str, Any]
    instrument: InstrumentContent

    @property
    def firm(self) -> Mapping[str, Any]:
        return self.content["firm"]

    @property
    def actions(self) -> Mapping[str, Mapping[str, Any]]:
        return self.content["actions"]

    @cached_property
    def answers(self) -> dict[str, Mapping[str, Any]]:
        """Code → answer, of every factor that was answered."""
        return {code: given for code, given in self.content["factors"].items() if given and given["verdict"]}

    @cached_property
    def risks(self) -> dict[str, Mapping[str, Any]]:
        return {code: given for code, given in self.answers.items() if Verdict(given["verdict"]).is_problem}


def consent(frozen: Frozen) -> str:
    representation = Representation(frozen.firm["representation"])
    if representation != Representation.NONE:
        return _("The firm has: %(body)s. Its decision stands on the page about consent.") % {
            "body": representation.label
        }
    hearing = frozen.content["consultation"]
    if not hearing["held_on"]:
        return _("No OR or PVT. Nothing is written down about hearing the employees.")
    return _("No OR or PVT. Employees were heard on %(date)s, %(number)s people.") % {
        "date": date_format(date.fromisoformat(str(hearing["held_on"])), "j F Y"),
        "number": hearing["people_heard"] or _("an unknown number of"),
    }


def prevention_officer(frozen: Frozen) -> str:
    return _("Preventiemedewerker: %(value)s.") % {"value": _filled(frozen.firm["prevention_officer"])}


def bhv(frozen: Frozen) -> str:
    return _mentions(frozen, "BHV", BHV_WORDS)


def pago(frozen: Frozen) -> str:
    service = _("Occupational health service or company doctor: %(value)s.") % {
        "value": _filled(frozen.firm["occupational_health_service"])
    }
    return f"{service} {_mentions(frozen, 'PAGO', PAGO_WORDS)}"


def special_groups(frozen: Frozen) -> str:
    named = sorted({group for given in frozen.answers.values() for group in given["special_groups"]})
    if not named:
        return _("No special group is named with any risk.")
    labels = frozen.instrument.text.special_groups
    return _("Named with risks: %(groups)s.") % {
        "groups": ", ".join(labels.get(group, group) for group in named)
    }


def policy_and_practice(frozen: Frozen) -> str:
    factors = frozen.instrument.factors
    policy = sum(factors[code].spec.kind == FactorKind.POLICY for code in frozen.answers)
    explained = sum(bool(given["note"] or given["in_place"]) for given in frozen.answers.values())
    return _(
        "%(policy)s answers about policy and %(practice)s about the work itself; %(explained)s of these"
        " have an explanation."
    ) % {"policy": policy, "practice": len(frozen.answers) - policy, "explained": explained}


def represents_firm(frozen: Frozen) -> str:
    firm = frozen.firm
    departments = ", ".join(name for name, _headcount in firm["departments"])
    return _("Employees: %(headcount)s. Sites: %(sites)s. Departments: %(departments)s.") % {
        "headcount": firm["headcount"],
        "sites": firm["sites"],
        "departments": departments or _("none written down"),
    }


def smart_plan(frozen: Frozen) -> str:
    without = [action for action in frozen.actions.values() if not action["owner"] or not action["due_on"]]
    total = _count_actions(len(frozen.actions))
    if not frozen.actions:
        return total
    missing = ngettext(
        "%(number)s has no owner or no term.", "%(number)s have no owner or no term.", len(without)
    ) % {"number": len(without)}
    whole = _("Each has an owner and a term.")
    return f"{total} {missing if without else whole}"


def strategy(frozen: Frozen) -> str:
    """Only actions that come from a measure of the instrument tell at which step they work."""
    measures = frozen.instrument.measures
    steps = [measures[a["measure"]].spec.step for a in frozen.actions.values() if a["measure"] in measures]
    labels = (
        (HygieneStep.SOURCE, _("at the source")),
        (HygieneStep.COLLECTIVE, _("collective")),
        (HygieneStep.INDIVIDUAL, _("individual")),
        (HygieneStep.RECOVERY, _("care and recovery")),
    )
    counted = ", ".join(f"{label} {steps.count(step)}" for step, label in labels)
    own = len(frozen.actions) - len(steps)
    return _("Actions by step: %(counted)s; made by the firm itself %(own)s.") % {
        "counted": counted,
        "own": own,
    }


def measures_fit(frozen: Frozen) -> str:
    covered = {code for action in frozen.actions.values() for code in action["factors"]}
    bare = frozen.risks.keys() - covered - frozen.content["settled"].keys()
    return _("Risks: %(risks)s. Without an action and without a reason for that: %(bare)s.") % {
        "risks": len(frozen.risks),
        "bare": len(bare),
    }


def spot_checks(frozen: Frozen) -> str:
    return _("An RI&E cannot tell this. What you saw stands under Site visit.")


def causes(frozen: Frozen) -> str:
    return _("Risks: %(risks)s. With a root cause: %(caused)s.") % {
        "risks": len(frozen.risks),
        "caused": sum(bool(given["root_cause"]) for given in frozen.risks.values()),
    }


def residual_risk(frozen: Frozen) -> str:
    return _("%(total)s With an expected residual risk: %(number)s.") % {
        "total": _count_actions(len(frozen.actions)),
        "number": sum(bool(action["residual_priority"]) for action in frozen.actions.values()),
    }


def up_to_date(frozen: Frozen) -> str:
    instrument = frozen.content["instrument"]
    return _("RI&E of %(year)s, on version %(version)s of the questions. Looked at again: %(n)s risks.") % {
        "year": frozen.content["dossier"]["year"],
        "version": instrument["version"],
        "n": len(frozen.content["reassessments"]),
    }


def _count_actions(number: int) -> str:
    if not number:
        return _("There are no actions.")
    return ngettext("%(number)s action.", "%(number)s actions.", number) % {"number": number}


def _filled(value: str) -> str:
    return _("filled in (%(value)s)") % {"value": value} if value else _("not filled in")


def _mentions(frozen: Frozen, subject: str, words: Iterable[str]) -> str:
    """Whether anything that the firm wrote speaks of this; the questions themselves do not count."""
    texts = [given[name] for given in frozen.answers.values() for name in ANSWER_TEXTS]
    texts += [action[name] for action in frozen.actions.values() for name in ACTION_TEXTS]
    known = tuple(words)
    number = sum(any(word in (text or "").lower() for word in known) for text in texts)
    if not number:
        return _("The RI&E holds nothing about %(subject)s.") % {"subject": subject}
    return ngettext(
        "The firm wrote about %(subject)s in %(number)s place.",
        "The firm wrote about %(subject)s in %(number)s places.",
        number,
    ) % {"subject": subject, "number": number}
