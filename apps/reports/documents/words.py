"""What a Word template may name: the report as plain text under Dutch names.

``docs/word-template.md`` lists these names; a test holds the two together. Everything is text or a list, so a
template can show things and repeat them, and nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.reports.data import Report
from apps.reports.data.plan import PlanRow
from apps.reports.data.risks import RiskDetail


def words_of(report: Report, *, reference: str) -> dict[str, Any]:
    """The names and what they stand for, in the language of the report. For a report with an inventory.

    Args:
        reference: the mark by which this content can be recognised.
    """
    inventory = report.inventory
    risks = [
        _risk(risk, theme.title)
        for theme in inventory.themes
        for subtheme in theme.subthemes
        for risk in subtheme.risks
    ]
    return {
        "bedrijf": _firm(report),
        "jaar": str(report.cover.year),
        "onderwerp": report.cover.subject,
        "status": report.cover.state.label,
        "datum": _day(report.made_on),
        "kenmerk": reference,
        "aantal_risicos": str(len(risks)),
        "aantal_hoog": _count(risks, "high"),
        "aantal_midden": _count(risks, "medium"),
        "aantal_laag": _count(risks, "low"),
        "risicos": risks,
        "acties": [_action(row) for row in report.plan.rows],
        "aantal_acties": str(len(report.plan.rows)),
        "gehoord": {
            "wie": inventory.hearing.participants,
            "wanneer": _day(inventory.hearing.held_on),
            "hoe": inventory.hearing.method,
            "aantal": _text(inventory.hearing.people_heard),
            "uitkomst": inventory.hearing.outcome,
        },
        "bronnen": [source.text for source in inventory.sources],
    }


def _firm(report: Report) -> dict[str, Any]:
    firm = report.firm
    return {
        "naam": firm.name,
        "kvk": firm.kvk_number,
        "sector": firm.sector,
        "medewerkers": str(firm.headcount),
        "vestigingen": str(firm.sites),
        "preventiemedewerker": firm.prevention_officer,
        "arbodienst": firm.health_service,
        "vertegenwoordiging": firm.representation.label,
        "afdelingen": [
            {"naam": department.name, "medewerkers": str(department.headcount)}
            for department in firm.departments
        ],
    }


def _risk(risk: RiskDetail, theme: str) -> dict[str, Any]:
    return {
        "code": risk.code,
        "probleem": risk.title,
        "thema": theme,
        "prioriteit": risk.priority.label,
        "prioriteit_code": risk.priority.key,
        "waarom": " ".join(risk.steps),
        "oorzaak": risk.root_cause,
        "wat_al_gebeurt": "; ".join(risk.in_place),
        "opmerking": risk.note,
        "geen_maatregel_omdat": risk.settled_reason,
        "acties": [
            {"titel": action.title, "wie": action.owner or _("nobody yet"), "klaar_op": _day(action.due_on)}
            for action in risk.actions
        ],
    }


def _action(row: PlanRow) -> dict[str, Any]:
    return {
        "nummer": str(row.number),
        "titel": row.title,
        "hoe": row.description,
        "prioriteit": row.priority.label if row.priority else "",
        "stap": row.step,
        "wie": row.owner or _("nobody yet"),
        "start": _day(row.start_on),
        "klaar_op": _day(row.due_on),
        "budget": row.budget,
        "status": row.status.label,
        "terugkijken_op": _day(row.evaluate_on),
        "tegen": "; ".join(risk.title for risk in row.risks),
    }


def _count(risks: list[dict[str, Any]], key: str) -> str:
    return str(sum(risk["prioriteit_code"] == key for risk in risks))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _text(value: object) -> str:
    return "" if value is None else str(value)
