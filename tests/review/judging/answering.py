"""What a test of the adviser's answer sends and reads."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.review.models import Submission

JUDGEMENT = {
    "outcome": "after_changes",
    "advice": "Pak de avonddrukte aan.",
    "scope": "system",
    "adviser_name": "A. de Vries",
    "certificate_type": "hvk",
    "certificate_number": "HVK-77",
}


def at(submission: Submission, name: str, *more: object) -> str:
    return reverse(
        f"review:{name}", args=[submission.organisation_id, submission.dossier_id, submission.pk, *more]
    )


def fresh(submission: Submission) -> Submission:
    with scope(organisation=submission.organisation):
        return Submission.objects.get(pk=submission.pk)


def rows(model: type, submission: Submission, **only: Any) -> list[Any]:
    with scope(organisation=submission.organisation):
        return list(model.objects.filter(**only))


def seen_on(browser: Client, address: str) -> dict[str, str]:
    """The hidden things of a page, as a browser sends them back."""
    return hidden_in(browser.get(address).content.decode())


def hidden_in(page: str) -> dict[str, str]:
    inputs = re.findall(r'<input type="hidden" name="(seen_json|key|theirs-\w+)" value="([^"]*)"', page)
    return {name: value.replace("&quot;", '"') for name, value in inputs}


def send(browser: Client, address: str, **typed: Any) -> HttpResponse:
    """Open the page, type, and send."""
    return browser.post(address, {**seen_on(browser, address), **typed})
