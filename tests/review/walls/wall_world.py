"""A round with everything an address can name, and a picture of all rows to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Practice, User
from apps.review import models as review_models
from apps.review.models import Finding, SiteVisit, Submission
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from tests.factories import DossierFactory, OrganisationFactory
from tests.review.rounds import finding, submitted

DRAFT = "Een kladje over de kantine"
JUDGEMENT = {
    "advice": "Een klad van het advies",
    "scope": "system",
    "adviser_name": "Kladnaam Adviseur",
    "certificate_type": "hvk",
    "certificate_number": "KLAD-0001",
}
# Every address of an adviser about one round; with the argument that comes after the round.
ROUND = {
    "review:round": None,
    "review:start": None,
    "review:accept_risk": None,
    "review:new_finding": None,
    "review:finding": "finding",
    "review:change_finding": "finding",
    "review:drop_finding": "finding",
    "review:reply_finding": "finding",
    "review:close_finding": "finding",
    "review:reopen_finding": "finding",
    "review:checklist": None,
    "review:visit": None,
    "review:drop_visit": "visit",
    "review:agree": None,
    "review:return": None,
    "review:conclude": None,
    "review:assign": None,
    "reports:sealed": None,
    "reports:version_report": None,
    "review:version_json": None,
}
# Also for the firm, which answers there with what is its own.
SHARED_WITH_FIRM = {"reports:sealed", "reports:version_report", "review:version_json"}
TYPED = {
    "text": "Van buiten",
    "observation": "Van buiten",
    "about": "whole",
    "criterion": "complete",
    "weight": "must",
    "factor_code": "W43",
    "agreed_on": "2099-01-01",
    "return_comment": "Van buiten",
    "visited_on": "2026-01-05",
    "spoken_with": "Chef",
    "seen": "Van buiten",
    "outcome": "after_changes",
    **JUDGEMENT,
}


@dataclass(frozen=True)
class Round:
    """A round on the table of a practice, with a draft, a shown finding and a visit."""

    submission: Submission
    draft: Finding
    shown: Finding
    visit: SiteVisit

    def things(self, argument: str | None) -> list[object]:
        return {None: [], "finding": [self.shown.pk], "visit": [self.visit.pk]}[argument]


def round_of(dossier: Dossier, practice: Practice, adviser: User) -> Round:
    factor = instrument_content(dossier.instrument_id).factors["W43"]
    of_dossier = {"organisation": dossier.organisation, "dossier": dossier}
    with scope(organisation=dossier.organisation):
        Answer.objects.create(**of_dossier, factor_id=factor.id, verdict="partly", frequency=3, reach=3)
    submission = submitted(dossier, practice, adviser=adviser)
    shown = finding(submission, observation="Al gezien", shown_at=timezone.now())
    draft = finding(submission, observation=DRAFT, by=adviser)
    with scope(organisation=dossier.organisation):
        visit = SiteVisit.objects.create(
            **of_dossier,
            submission=submission,
            visited_on=date(2026, 1, 5),
            spoken_with="Chef",
            seen="Drukte",
            by=adviser,
        )
        Submission.objects.filter(pk=submission.pk).update(**JUDGEMENT)
    return Round(submission, draft, shown, visit)


def other_round(practice: Practice, adviser: User) -> Round:
    """Of another firm, with the same practice."""
    return round_of(DossierFactory(organisation=OrganisationFactory(name="De Eik")), practice, adviser)


def address(name: str, round_: Submission, *more: object) -> str:
    return reverse(name, args=[round_.organisation_id, round_.dossier_id, round_.pk, *more])


def both(browser: Client, url: str) -> tuple[int, int]:
    """What opening and sending answer."""
    return browser.get(url).status_code, browser.post(url, {**TYPED, "key": uuid4()}).status_code


def all_rows() -> dict[str, Any]:
    """Every row of the room, and the dossiers."""
    found = vars(review_models).values()
    models = {one for one in found if isinstance(one, type) and hasattr(one, "_meta")} | {Dossier}
    with scopes_disabled():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in models
            if not model._meta.abstract
        }
