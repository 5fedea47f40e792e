"""The rules behind what stands out: each finds in a frozen version what it is about. Pure.

``standing_out`` gives them a name and an explanation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from apps.actions.checks import MOST_HIGH_ACTIONS
from apps.actions.models.action import CARRIED_OUT, OVER, ActionStatus
from apps.rie.content.schema import HygieneStep
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.profile import chosen_options
from apps.rie.evaluation import Priority, Verdict

FEW_CHARACTERS = 20  # a reason this short seldom explains why something cannot happen
MANY_IN_ONE_PART = 3  # so many "not applicable" in one part, and at least half of it
SAME_REASON = 3  # the same words this often were perhaps copied
_AT_THE_SOURCE = (HygieneStep.SOURCE, HygieneStep.COLLECTIVE)


@dataclass(frozen=True)
class Mark:
    """One thing a check is about. ``subject``: the anchor of it on the page; empty for the whole."""

    label: str
    subject: str = ""


@dataclass(frozen=True)
class FrozenDossier:
    """What the checks read. ``day``: when the version was submitted; what was late then, is late here."""

    frozen: Mapping[str, Any]
    content: InstrumentContent
    day: date

    @cached_property
    def risks(self) -> dict[str, Priority | None]:
        """Code → the class that counts, highest first, then as in the instrument."""
        classes = {
            code: Priority.from_key(kept) if (kept := given["chosen"] or given["computed"]) else None
            for code, given in self.answered(Verdict.PARTLY, Verdict.NOT_IN_ORDER)
        }
        return dict(sorted(classes.items(), key=lambda entry: -(entry[1] or 0)))

    @cached_property
    def not_applicable(self) -> dict[str, str]:
        """Code → the reason that was given."""
        return {code: given["reason"] for code, given in self.answered(Verdict.NOT_APPLICABLE)}

    @cached_property
    def active(self) -> dict[str, Mapping[str, Any]]:
        """Actions that were not cancelled, by id."""
        return {k: a for k, a in self.frozen["actions"].items() if a["status"] != ActionStatus.CANCELLED}

    @cached_property
    def open(self) -> dict[str, Mapping[str, Any]]:
        """Actions of which something is still to be done, by id."""
        return {key: action for key, action in self.active.items() if action["status"] not in OVER}

    @cached_property
    def against(self) -> dict[str, list[Mapping[str, Any]]]:
        """Code of a risk → the actions against it that were not cancelled."""
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for action in self.active.values():
            for code in action["factors"]:
                found[code].append(action)
        return found

    def answered(self, *verdicts: Verdict) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Factors of this instrument with one of these verdicts, in its order."""
        for code in self.content.factors:
            given = self.frozen["factors"].get(code)
            if given and given["verdict"] in verdicts:
                yield code, given

    def weight_of(self, action: Mapping[str, Any]) -> int:
        """The highest class of the risks it is against; 0 for none."""
        return max((self.risks.get(code) or 0 for code in action["factors"]), default=0)


Find = Callable[[FrozenDossier], Iterable[Mark]]


def _about_factors(dossier: FrozenDossier, codes: Iterable[str], *, as_risk: bool = True) -> Iterator[Mark]:
    for code in codes:
        text = dossier.content.factors[code].text
        yield Mark(text.problem if as_risk else text.statement, f"r-{code}")


def _about_actions(actions: Mapping[str, Mapping[str, Any]], keep: Callable[[Any], bool]) -> Iterator[Mark]:
    return (Mark(action["title"], f"a-{key}") for key, action in actions.items() if keep(action))


def without_measure(priority: Priority) -> Find:
    def find(dossier: FrozenDossier) -> Iterable[Mark]:
        settled, against = dossier.frozen["settled"], dossier.against
        codes = (code for code, kept in dossier.risks.items() if kept is priority)
        return _about_factors(dossier, (c for c in codes if c not in against and c not in settled))

    return find


def settled_high(dossier: FrozenDossier) -> Iterable[Mark]:
    high = (code for code, kept in dossier.risks.items() if kept is Priority.HIGH)
    return _about_factors(dossier, (code for code in high if code in dossier.frozen["settled"]))


def only_individual(dossier: FrozenDossier) -> Iterable[Mark]:
    measures = dossier.content.measures
    return _about_factors(
        dossier,
        (
            code
            for code in dossier.risks
            if (actions := dossier.against.get(code))
            and all(a["measure"] in measures and measures[a["measure"]].spec.is_individual for a in actions)
        ),
    )


def not_at_the_source(dossier: FrozenDossier) -> Iterable[Mark]:
    """An action in the firm's own words has no step, so nobody can say that it misses the source."""
    measures = dossier.content.measures
    return _about_factors(
        dossier,
        (
            code
            for code, kept in dossier.risks.items()
            if kept in (Priority.MEDIUM, Priority.HIGH)
            and (actions := dossier.against.get(code))
            and all(
                a["measure"] in measures and measures[a["measure"]].spec.step not in _AT_THE_SOURCE
                for a in actions
            )
        ),
    )


def lowered(dossier: FrozenDossier) -> Iterable[Mark]:
    given = dossier.frozen["factors"]
    return _about_factors(
        dossier,
        (
            code
            for code in dossier.risks
            if given[code]["chosen"]
            and given[code]["computed"]
            and Priority.from_key(given[code]["chosen"]) < Priority.from_key(given[code]["computed"])
        ),
    )


def low_without_measure(dossier: FrozenDossier) -> Iterable[Mark]:
    return _about_factors(
        dossier,
        (
            code
            for code in dossier.risks
            if (actions := dossier.against.get(code))
            and any(action["residual_priority"] == Priority.LOW.key for action in actions)
            and not any(action["status"] in CARRIED_OUT for action in actions)
        ),
    )


def overloaded(dossier: FrozenDossier) -> Iterable[Mark]:
    high = [action["owner"] for action in dossier.open.values() if dossier.weight_of(action) == Priority.HIGH]
    counts = Counter(owner for owner in high if owner)
    return [Mark(f"{owner} ({count})") for owner, count in counts.items() if count > MOST_HIGH_ACTIONS]


def without_owner(dossier: FrozenDossier) -> Iterable[Mark]:
    return _about_actions(dossier.open, lambda action: not action["owner"])


def late(dossier: FrozenDossier) -> Iterable[Mark]:
    return _about_actions(dossier.open, lambda action: date.fromisoformat(action["due_on"]) < dossier.day)


def not_looked_back(dossier: FrozenDossier) -> Iterable[Mark]:
    return _about_actions(
        dossier.active,
        lambda action: (
            action["status"] == ActionStatus.DONE
            and action["evaluate_on"]
            and date.fromisoformat(action["evaluate_on"]) <= dossier.day
        ),
    )


def nobody_looks_back(dossier: FrozenDossier) -> Iterable[Mark]:
    return _about_actions(
        dossier.active, lambda action: not action["evaluate_on"] and not action["evaluated_on"]
    )


def much_not_applicable(dossier: FrozenDossier) -> Iterable[Mark]:
    for part in dossier.content.subthemes.values():
        asked = [factor.code for factor in part.factors if factor.code in dossier.frozen["factors"]]
        left = [code for code in asked if code in dossier.not_applicable]
        if len(left) >= MANY_IN_ONE_PART and 2 * len(left) >= len(asked):
            yield Mark(
                _("%(part)s: %(left)d of %(asked)d")
                % {"part": part.title, "left": len(left), "asked": len(asked)},
                f"d-{part.key}",
            )


def profile_says_otherwise(dossier: FrozenDossier) -> Iterable[Mark]:
    chosen = chosen_options(dossier.frozen["dossier"]["profile"] or {})
    return _left_out(dossier, lambda code: chosen & set(dossier.content.factors[code].spec.applies_if))


def asked_of_everybody(dossier: FrozenDossier) -> Iterable[Mark]:
    return _left_out(dossier, lambda code: dossier.content.factors[code].spec.required_of_everyone)


def short_reason(dossier: FrozenDossier) -> Iterable[Mark]:
    return _left_out(dossier, lambda code: len(dossier.not_applicable[code].strip()) < FEW_CHARACTERS)


def same_reason(dossier: FrozenDossier) -> Iterable[Mark]:
    counts = Counter(_plain(reason) for reason in dossier.not_applicable.values())
    return _left_out(dossier, lambda code: counts[_plain(dossier.not_applicable[code])] >= SAME_REASON)


def _left_out(dossier: FrozenDossier, keep: Callable[[str], Any]) -> Iterator[Mark]:
    return _about_factors(dossier, (code for code in dossier.not_applicable if keep(code)), as_risk=False)


def _plain(reason: str) -> str:
    return " ".join(reason.casefold().split()).rstrip(".!")


def not_heard(dossier: FrozenDossier) -> Iterable[Mark]:
    heard = dossier.frozen["consultation"]
    if not heard["held_on"]:
        yield Mark(_("It is not written down when employees were heard."), "gehoord")
    if not heard["outcome"]:
        yield Mark(_("It is not written down what came out of it."), "gehoord")


def open_points(dossier: FrozenDossier) -> Iterable[Mark]:
    for code, given in dossier.frozen["factors"].items():
        if code in dossier.content.factors and (not given or given["verdict"] in ("", Verdict.TO_DISCUSS)):
            yield from _about_factors(dossier, [code], as_risk=False)
