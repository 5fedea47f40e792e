"""What the tests of findings share."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse
from django_scopes import scope

from apps.review.models import Finding, FindingMessage, SubmissionEvent

RISK, OTHER = "W43", "W01"


def firm_url(dossier, name="findings", *more):
    return reverse(f"review:{name}", args=[dossier.organisation_id, dossier.pk, *more])


def url(submission, name, *more):
    args = [submission.organisation_id, submission.dossier_id, submission.pk, *more]
    return reverse(f"review:{name}", args=args)


def one(finding):
    with scope(organisation=finding.organisation):
        return Finding.objects.get(pk=finding.pk)


def all_findings(dossier):
    with scope(organisation=dossier.organisation):
        return list(Finding.objects.filter(dossier=dossier).order_by("number"))


def messages_of(finding):
    with scope(organisation=finding.organisation):
        return list(FindingMessage.objects.filter(finding=finding).order_by("at", "id"))


def turns_of(submission):
    with scope(organisation=submission.organisation):
        return list(
            SubmissionEvent.objects.filter(submission=submission).order_by("at").values_list("verb", "note")
        )


def typed(**values):
    return {
        "key": uuid4(),
        "about": "whole",
        "criterion": "complete",
        "weight": "must",
        "observation": "De avondploeg ontbreekt.",
        "evidence": "Het rooster",
        "advice": "Vraag het hun ook.",
        "proposed_priority": "",
        **values,
    }


def says(text="Dat hebben we gevraagd.", **values):
    return {"key": uuid4(), "text": text, **values}
