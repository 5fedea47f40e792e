"""What every page of an adviser about one round needs: the round, and that it is hers to review."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.review.consents import read_content
from apps.review.models import Submission
from apps.review.reading import ReadVersion, read
from apps.review.rounds import find_round
from apps.rie.page import DossierPage, open_page


@dataclass
class RoundPage:
    """One round as an adviser sees it."""

    page: DossierPage
    submission: Submission

    @property
    def request(self) -> HttpRequest:
        return self.page.request

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """The submitted version as plain values. No query."""
        return read_content(self.submission.version)

    @cached_property
    def reading(self) -> ReadVersion:
        """The submitted version in words. No query."""
        return read(self.frozen, self.page.content)

    @property
    def may_review(self) -> bool:
        """Whether it is the adviser's turn, so that findings and judgement may still change."""
        return self.submission.state == "submitted" and self.page.dossier.is_open

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page about the round. Without the rail: nothing here is about the dossier as it is now."""
        beside = {
            "page": self.page,
            "dossier": self.page.dossier,
            "organisation": self.request.organisation,
            "submission": self.submission,
            "may_review": self.may_review,
        }
        return render(self.request, template, {**beside, **context}, status=status)


def open_round_page(request: HttpRequest, dossier_id: UUID, submission_id: UUID) -> RoundPage:
    """The round of this address, for an adviser of the practice that reviews it. Two queries.

    Raises:
        Http404: there is no such round in this dossier, or it is for another practice.
    """
    page = open_page(request, dossier_id)
    submission = find_round(page.dossier, submission_id, adviser=request.user)
    if submission is None:
        raise Http404
    submission.dossier = page.dossier
    return RoundPage(page=page, submission=submission)
