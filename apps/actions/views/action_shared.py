"""What every page about one action shares: finding it, who may do what with it, and drawing its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from apps.actions.action_queries import OneAction, comments_of, files_of, read_action, steps_of
from apps.actions.domain.steps import MAX_STEPS
from apps.actions.help_sheets import sheets_for
from apps.actions.history import history_of
from apps.actions.measure_examples import example_for
from apps.actions.models import Action, ActionStep
from apps.actions.running_forms import CommentForm, NewStepForm, StepForm
from apps.organisations.access import may
from apps.organisations.permissions import CHANGE_ACTION, CHANGE_PLAN
from apps.rie.content.tree import FactorContent, MeasureContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evidence_forms import FileForm
from apps.rie.models import Evidence
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@dataclass
class ActionPage:
    """One action as one person sees it.

    ``makes_plan``: she decides about every action. ``may_run``: she may say how far this one is, as long as
    the dossier is open: who makes the plan, and who carries it out.
    """

    page: DossierPage
    found: OneAction
    makes_plan: bool = field(init=False)
    may_run: bool = field(init=False)

    def __post_init__(self) -> None:
        request = self.page.request
        is_hers = self.found.is_carried_out_by(request.membership)
        self.makes_plan = may(request, CHANGE_PLAN)
        carries_out = self.makes_plan or (is_hers and may(request, CHANGE_ACTION))
        self.may_run = carries_out and self.page.dossier.is_open

    @property
    def may_plan(self) -> bool:
        return self.makes_plan and self.may_run

    @property
    def request(self) -> HttpRequest:
        return self.page.request

    @property
    def action(self) -> Action:
        return self.found.action

    @property
    def factors(self) -> list[FactorContent]:
        """The risks it takes on, in the order of the instrument."""
        return [factor for factor in self.page.content.factors.values() if factor.id in self.found.factor_ids]

    @property
    def risks(self) -> list[AssessedFactor]:
        """Those of them that are a risk now, highest first. Only for who sees the whole dossier."""
        return [risk for risk in self.page.assessment.risks if risk.factor.id in self.found.factor_ids]

    @property
    def gone(self) -> list[FactorContent]:
        """Those of them that are no risk any more."""
        now = {risk.factor.id for risk in self.risks}
        return [factor for factor in self.factors if factor.id not in now]

    @property
    def measure(self) -> MeasureContent | None:
        measures = self.page.content.measures.values()
        return next((one for one in measures if one.id == self.action.measure_id), None)

    def may_delete(self, evidence: Evidence) -> bool:
        """Whether she may delete a file: who makes the plan any, others what they added themselves."""
        return self.makes_plan or evidence.added_by_id == self.request.user.pk

    def back(self, part: str = "") -> HttpResponse:
        """To the page of this action, or a part of it."""
        dossier = self.page.dossier
        response = redirect("actions:action", dossier.organisation_id, dossier.pk, self.action.pk)
        if part:
            response["Location"] += f"#{part}"
        return response

    def render(self, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        mine = {"action": self.action, "may_plan": self.may_plan, "may_run": self.may_run}
        return self.page.render(template, "plan", {**mine, **(context or {})}, status=status)

    def change(self, verb: Callable[[], object], part: str) -> HttpResponse:
        """Carry out a verb, and go to the part of the page that she worked in."""
        try:
            verb()
        except DossierClosedError:
            return closed_response(self.request, self.page)
        return self.back(part)


def open_action(request: HttpRequest, dossier_id: UUID, action_id: UUID) -> ActionPage:
    """The action of this URL. Two queries.

    Raises:
        Http404: it is not there, or it is not hers and she does not see the whole plan.
    """
    page = open_page(request, dossier_id)
    found = read_action(page.dossier, action_id)
    if found is None or not (page.may_see_all or found.is_carried_out_by(request.membership)):
        raise Http404
    return ActionPage(page, found)


@dataclass(frozen=True)
class StepLine:
    """A step and the form to change its words; None for who only reads."""

    step: ActionStep
    form: StepForm | None
    place: int


def action_page(
    opened: ActionPage,
    *,
    step: StepForm | NewStepForm | None = None,
    comment: CommentForm | None = None,
    upload: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one action. A form that was sent and has a mistake takes the place of an empty one."""
    action, page = opened.action, opened.page
    steps = list(steps_of(action))
    changed = step if isinstance(step, StepForm) else None
    context = {
        "found": opened.found,
        "factors": opened.factors,
        "risks": opened.risks if page.may_see_all else [],
        "gone": opened.gone if page.may_see_all else [],
        "measure": opened.measure,
        "example": example_for(opened.measure.code) if opened.measure else "",
        "sheets": sheets_for(opened.measure.code) if opened.measure else (),
        "lines": [_line(opened, one, place, changed) for place, one in enumerate(steps, start=1)],
        "done_steps": sum(one.done_at is not None for one in steps),
        "max_steps": MAX_STEPS,
        "new_step": step if isinstance(step, NewStepForm) else NewStepForm(auto_id="step-%s"),
        "comments": comments_of(action),
        "comment_form": comment or CommentForm(auto_id="comment-%s"),
        "files": [(file, opened.may_run and opened.may_delete(file)) for file in files_of(action)],
        "file_form": upload or FileForm(auto_id="file-%s"),
        "broken": next((form for form in (step, comment, upload) if form is not None), None),
        "history": history_of(action, page.content),
        "is_late": action.is_late(timezone.localdate()),
    }
    return opened.render("actions/action.html", context, status=status)


def _line(opened: ActionPage, step: ActionStep, place: int, changed: StepForm | None) -> StepLine:
    if not opened.may_run:
        return StepLine(step, None, place)
    form = changed if changed is not None and changed.step.pk == step.pk else StepForm(step=step)
    return StepLine(step, form, place)
