"""What the tests of submitting share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.organisations.models import Organisation, User
from apps.review.completeness import Completeness, completeness_now
from apps.review.domain.submitting import submit
from apps.review.models import DossierShare, Submission, SubmissionEvent
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Consultation, Dossier
from apps.rie.queries import assessment_of, find_dossier

RISK = "W43"


@dataclass(frozen=True)
class Desk:
    """A firm whose employer submits."""

    organisation: Organisation
    dossier: Dossier
    boss: User

    def url(self, name: str, *more: object) -> str:
        return reverse(f"review:{name}", args=[self.organisation.pk, self.dossier.pk, *more])

    def answer(self, code: str, **fields: Any) -> None:
        """Change the answer to a statement."""
        factor = instrument_content(self.dossier.instrument_id).factors[code]
        with scope(organisation=self.organisation):
            Answer.objects.filter(dossier=self.dossier, factor_id=factor.id).update(**fields)

    def forget(self, code: str) -> None:
        factor = instrument_content(self.dossier.instrument_id).factors[code]
        with scope(organisation=self.organisation):
            Answer.objects.filter(dossier=self.dossier, factor_id=factor.id).delete()

    def plan(self, title: str, code: str = RISK, **fields: Any) -> None:
        """Put an action against a risk in the plan."""
        factor = instrument_content(self.dossier.instrument_id).factors[code]
        with scope(organisation=self.organisation):
            action = new_action(dossier=self.dossier)
            for name, value in {"title": title, "due_on": timezone.localdate(), **fields}.items():
                setattr(action, name, value)
            add_action(action=action, factors=[factor], user=None)

    def hear(self) -> None:
        """Write down how employees were heard."""
        with scope(organisation=self.organisation):
            Consultation.objects.create(
                organisation=self.organisation,
                dossier=self.dossier,
                held_on=date(2026, 10, 5),
                method="Werkoverleg",
                outcome="De avonden zijn druk.",
            )

    def completeness(self) -> Completeness:
        with scope(organisation=self.organisation):
            dossier = find_dossier(self.dossier.pk)
            dossier.organisation = self.organisation
            return completeness_now(dossier, assessment_of(dossier), today=timezone.localdate())

    def submit(self, **values: Any) -> Submission:
        with scope(organisation=self.organisation):
            return submit(dossier=self.dossier, user=self.boss, **values)

    def rounds(self) -> list[Submission]:
        with scope(organisation=self.organisation):
            rounds = Submission.objects.select_related("version", "practice", "adviser")
            return list(rounds.order_by("number"))

    def turns(self) -> list[str]:
        with scope(organisation=self.organisation):
            return list(SubmissionEvent.objects.order_by("at", "id").values_list("verb", flat=True))

    def open_shares(self) -> list[str]:
        with scope(organisation=self.organisation):
            shares = DossierShare.objects.filter(withdrawn_at__isnull=True).order_by("practice__name")
            return [share.practice.name for share in shares.select_related("practice")]


def typed(**values: object) -> dict[str, object]:
    """What a browser sends."""
    return {"practice": "", "invited_email": "", "note": "", "wished_on": "", **values}


def send(browser: Client, desk: Desk, **values: object) -> HttpResponse:
    return browser.post(desk.url("submit"), typed(**values))


def ids(gaps: Any) -> list[str]:
    return [gap.rule.id for gap in gaps]
