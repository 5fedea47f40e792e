"""The chapters of the full report, in the order that serves the adviser, and the forms to fill in by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Chapter:
    """``key`` is also the anchor and the name of the template. ``is_wide``: on landscape pages."""

    key: str
    title: str | Promise
    opens_page: bool = False
    is_wide: bool = False

    @property
    def template(self) -> str:
        return f"reports/pdf/chapters/{self.key.replace('-', '_')}.html"


@dataclass(frozen=True)
class ReviewPoint:
    """What an adviser looks for, and the chapter where it stands."""

    subject: str | Promise
    chapter: Chapter


@dataclass(frozen=True)
class SignRow:
    """A line to fill in with a pen; ``is_tall`` leaves room for more than a few words."""

    label: str | Promise
    is_tall: bool = False


CHAPTERS = (
    Chapter("firm", _("The firm"), opens_page=True),
    Chapter("scope", _("What this report is about")),
    Chapter("hearing", _("Who took part and how employees were heard")),
    Chapter("consent", _("Consent of employees")),
    Chapter("groups", _("Groups that need extra care")),
    Chapter("existing", _("What is already done")),
    Chapter("risks", _("The risks"), opens_page=True),
    Chapter("changes", _("Priorities changed by hand")),
    Chapter("answers", _("The other answers")),
    Chapter("not-applicable", _("What does not apply")),
    Chapter("plan", _("Plan of action"), opens_page=True, is_wide=True),
    Chapter("effect", _("From cause to effect"), opens_page=True),
    Chapter("checks", _("What stands out in the plan")),
    Chapter("access", _("Where employees can turn to")),
    Chapter("information", _("Information to employees")),
    Chapter("law", _("The law behind these risks")),
    Chapter("sources", _("Sources and versions")),
    Chapter("review", pgettext_lazy("report", "Review"), opens_page=True),
)
_CHAPTER = {chapter.key: chapter for chapter in CHAPTERS}

REVIEW_POINTS = (
    ReviewPoint(_("Consent of the works council or the employees"), _CHAPTER["consent"]),
    ReviewPoint(_("How employees were heard"), _CHAPTER["hearing"]),
    ReviewPoint(_("Who has which task in health and safety"), _CHAPTER["access"]),
    ReviewPoint(_("Groups that need extra care"), _CHAPTER["groups"]),
    ReviewPoint(_("Policy and real situations, with causes"), _CHAPTER["risks"]),
    ReviewPoint(_("What does not apply, and why"), _CHAPTER["not-applicable"]),
    ReviewPoint(_("A concrete plan in the right order of measures"), _CHAPTER["plan"]),
    ReviewPoint(_("Causes, measures, information and looking back for each risk"), _CHAPTER["effect"]),
    ReviewPoint(_("Information to employees"), _CHAPTER["information"]),
)
CONSENT_ROWS = (
    SignRow(_("On behalf of")),
    SignRow(_("Name and job")),
    SignRow(_("Date")),
    SignRow(_("Consent, or what should change"), is_tall=True),
    SignRow(_("Signature")),
)
REVIEW_ROWS = (
    SignRow(_("Name of the expert")),
    SignRow(_("Kind of certificate and number")),
    SignRow(_("What was reviewed")),
    SignRow(_("Visit to the workplace")),
    SignRow(_("Date")),
    SignRow(_("Judgement and advice"), is_tall=True),
    SignRow(_("Signature")),
)
