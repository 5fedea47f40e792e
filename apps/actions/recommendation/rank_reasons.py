"""Why a measure stands where it stands beside the others: a few short sentences. Words only."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.actions.recommendation.model import Candidate, Risk, Situation
from apps.actions.recommendation.reasons import effort_of, fit, misfit
from apps.rie.content.schema import HygieneStep, Level
from apps.rie.evaluation import Priority


def ranking_reasons(
    candidate: Candidate, *, helps: Sequence[Risk], planned: int, risk: Risk | None, situation: Situation
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All reasons in the active language (reach, source or symptom, level, effort and cost, fit), and those
    of them that say more than a table of fixed values (``RankedMeasure.remarks``).

    ``helps``: the risks of the firm that it works against, highest first; of these the plan takes care of
    ``planned`` without it. ``risk``: the one the user looks at; None when she looks at the measure itself.
    """
    reach = _reach(len(helps)) if risk is None else _others(len(helps) - 1)
    told = _planned(planned, len(helps))
    works = _works(candidate, risk or next(iter(helps), None))
    fitting = misfit(candidate, situation) or fit(candidate, situation)
    reasons = (reach, told, works, _level(candidate), effort_of(candidate), fitting)
    return tuple(filter(None, reasons)), tuple(filter(None, (works, told, fitting)))


def _others(count: int) -> str:
    if not count:
        return _("Of your risks it helps against this one only.")
    text = ngettext(
        "It also helps against another risk of yours.",
        "It also helps against %(count)s other risks of yours.",
        count,
    )
    return text % {"count": count}


def _reach(count: int) -> str:
    if not count:
        return _("It does not help against any of the risks you have now.")
    text = ngettext(
        "It helps against one of your risks.", "It helps against %(count)s of your risks at once.", count
    )
    return text % {"count": count}


def _planned(planned: int, of: int) -> str:
    if not planned:
        return ""
    if planned == of:
        return ngettext(
            "Your plan already has another measure against it.",
            "Your plan already has another measure against each of these.",
            of,
        )
    text = ngettext(
        "Against one of these your plan already has another measure.",
        "Against %(count)s of these your plan already has another measure.",
        planned,
    )
    return text % {"count": planned}


def _works(candidate: Candidate, risk: Risk | None) -> str:
    """Source or symptom."""
    if candidate.is_individual:
        return _individual(risk.priority if risk else Priority.LOW)
    if candidate.step is HygieneStep.SOURCE:
        return _("It works at the source: you tackle the cause.")
    if candidate.step is HygieneStep.RECOVERY:
        return _("It makes sure that people get help after something has happened. The cause stays.")
    return _("It protects everyone at once. The cause stays.")


def _individual(priority: Priority) -> str:
    if priority >= Priority.HIGH:
        return _("It helps one employee at a time. For a high risk that is not enough by itself.")
    if priority >= Priority.MEDIUM:
        return _("It helps one employee at a time. For a medium risk that is enough.")
    return _("It helps one employee at a time.")


def _level(candidate: Candidate) -> str:
    if candidate.is_individual:
        return ""
    if candidate.level is Level.TEAM:
        return _("A team can do it by itself.")
    return _("You arrange it for the whole firm.")
