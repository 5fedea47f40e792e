"""The texts that a practice uses again, for its own advisers only."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.organisations.models import Practice
from apps.review.domain.text_blocks import (
    add_text_block,
    block_values,
    change_text_block,
    drop_text_block,
)
from apps.review.finding_forms import ChangeTextBlockForm, TextBlockForm
from apps.review.models import Criterion, TextBlock
from apps.review.text_blocks import own_practice, text_blocks_of


@login_required
@require_http_methods(["GET", "POST"])
def text_blocks(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """The texts, all or of one criterion (``?criterium=…``), and the form to add one."""
    practice = _practice(request, practice_id)
    form = TextBlockForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _list(request, practice, form)
    if not form.is_valid():
        return _list(request, practice, form, 422)
    try:
        block = add_text_block(practice=practice, **form.cleaned_data)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _list(request, practice, form, 422)
    messages.success(request, _("“%(title)s” is saved for your practice.") % {"title": block.title})
    return redirect("review:text_blocks", practice_id)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, practice_id: UUID, block_id: UUID) -> HttpResponse:
    """A text in other words."""
    block = _block(request, practice_id, block_id)
    form = ChangeTextBlockForm(request.POST if request.method == "POST" else None, values=block_values(block))
    if request.method == "GET":
        return _form_page(request, block, form)
    if not form.is_valid():
        return _form_page(request, block, form, 422)
    try:
        outcome = change_text_block(block=block, seen=form.seen, typed=form.typed)
    except TextBlock.DoesNotExist:
        raise Http404 from None
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _form_page(request, block, form, 422)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _form_page(request, block, form, 409)
    messages.success(request, _("The text is changed."))
    return redirect("review:text_blocks", practice_id)


@login_required
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, practice_id: UUID, block_id: UUID) -> HttpResponse:
    """Delete a text, after a page that shows it."""
    block = _block(request, practice_id, block_id)
    if request.method == "GET":
        return render(
            request, "review/text_blocks_drop.html", {"text_block": block, "practice": block.practice}
        )
    drop_text_block(block=block)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": block.title})
    return redirect("review:text_blocks", practice_id)


def _practice(request: HttpRequest, practice_id: UUID) -> Practice:
    practice = own_practice(request.user, practice_id)
    if practice is None:
        raise Http404
    return practice


def _block(request: HttpRequest, practice_id: UUID, block_id: UUID) -> TextBlock:
    practice = _practice(request, practice_id)
    block = text_blocks_of(practice).filter(pk=block_id).first()
    if block is None:
        raise Http404
    block.practice = practice
    return block


def _list(request: HttpRequest, practice: Practice, form: TextBlockForm, status: int = 200) -> HttpResponse:
    blocks = list(text_blocks_of(practice))
    chosen = request.GET.get("criterium", "")
    chosen = chosen if chosen in Criterion.values else ""
    context = {
        "practice": practice,
        "form": form,
        "has_blocks": bool(blocks),
        "blocks": [block for block in blocks if not chosen or block.criterion in ("", chosen)],
        "criteria": Criterion.choices,
        "chosen": chosen,
    }
    return render(request, "review/text_blocks.html", context, status=status)


def _form_page(
    request: HttpRequest, block: TextBlock, form: ChangeTextBlockForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "text_block": block, "practice": block.practice}
    return render(request, "review/text_blocks_change.html", context, status=status)
