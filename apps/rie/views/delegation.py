"""*Laat dit onderdeel invullen door …*: giving a part away, taking it back, and the page of who got one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisations.access import permission_required
from apps.organisations.domain.invitations import NotAllowedError, TooManyInvitationsError, TrialError
from apps.organisations.permissions import CHANGE_PART, DELEGATE, VIEW_OWN_PART
from apps.organisations.queries import active_departments, members
from apps.rie.content.tree import SubthemeContent
from apps.rie.delegation_forms import DelegateForm
from apps.rie.domain import delegation as parts
from apps.rie.domain.errors import DossierClosedError
from apps.rie.own_work import own_tasks_of
from apps.rie.page import DossierPage, open_page
from apps.rie.queries import find_delegation, given_parts_of, parts_with_progress
from apps.rie.views.inventory import find_subtheme
from apps.rie.views.shared import closed_response

INVITATION = "organisations:invitation"


@permission_required(DELEGATE)
@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, key: str) -> HttpResponse:
    """Ask somebody to fill in one subtheme."""
    page = open_page(request, dossier_id)
    subtheme = find_subtheme(page.assessment, key)
    form = DelegateForm(
        request.POST if request.method == "POST" else None,
        members=list(members(request.organisation)),
        departments=list(active_departments(request.organisation)),
        user=request.user,
    )
    if request.method == "GET" or not form.is_valid():
        return _delegate_page(page, subtheme, form, status=422 if form.errors else 200)
    try:
        given = _give(page, subtheme, form)
    except DossierClosedError:
        return closed_response(request, page)
    except NotAllowedError:
        raise PermissionDenied(DELEGATE) from None
    except (parts.ReadsOnlyError, TrialError, TooManyInvitationsError) as error:
        form.refuse(error)
        return _delegate_page(page, subtheme, form, status=422)
    _say_what_happened(request, given)
    return redirect("rie:subtheme", organisation_id, dossier_id, key)


@permission_required(DELEGATE)
@require_http_methods(["GET", "POST"])
def take_back(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, delegation_id: UUID
) -> HttpResponse:
    """Take a part back, after a page that says what that means."""
    page = open_page(request, dossier_id)
    found = find_delegation(page.dossier, delegation_id)
    if found is None:
        raise Http404
    if request.method == "GET":
        [given] = parts_with_progress([found], page.assessment, now=timezone.now())
        return page.render("rie/take_back.html", "inventory", {"given": given})
    parts.take_back(delegation=found, by=request.membership, now=timezone.now())
    messages.success(request, _("Taken back. What was filled in is still there."))
    return redirect("rie:overview", organisation_id, dossier_id)


@permission_required(VIEW_OWN_PART)
@require_safe
def my_part(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """What was given to this person in this dossier, and the actions on her name."""
    page = open_page(request, dossier_id)
    own = parts_with_progress(page.own_parts.values(), page.assessment, now=timezone.now())
    context = {
        "own_parts": sorted(own, key=lambda part: part.is_done),
        "tasks": own_tasks_of(page.dossier, request.membership),
    }
    return page.render("rie/my_part.html", "my_part", context)


@permission_required(CHANGE_PART)
@require_POST
def finish(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, key: str) -> HttpResponse:
    """*Klaar*: who it was given to is done with this subtheme."""
    page = open_page(request, dossier_id)
    own = page.own_parts.get(key)
    if own is None:
        raise Http404
    own.dossier = page.dossier
    try:
        parts.finish_part(delegation=own, now=timezone.now())
    except DossierClosedError:
        return closed_response(request, page)
    title = page.content.subthemes[key].title
    messages.success(request, _("Thank you! “%(title)s” is ready.") % {"title": title})
    return redirect("rie:my_part", organisation_id, dossier_id)


def _give(page: DossierPage, subtheme: SubthemeContent, form: DelegateForm) -> parts.Given:
    request, chosen = page.request, form.cleaned_data
    part = parts.Part(page.dossier, subtheme, chosen.get("department"), chosen["note"])
    url = reverse("rie:subtheme", args=[request.organisation.pk, page.dossier.pk, subtheme.key])
    give = {"part": part, "by": request.membership, "page_url": request.build_absolute_uri(url)}
    if chosen["member"]:
        return parts.give_to_member(**give, member=chosen["member"])
    return parts.give_to_mailbox(
        **give,
        email=chosen["email"],
        invitation_link=lambda token: request.build_absolute_uri(reverse(INVITATION, args=[token])),
        now=timezone.now(),
    )


def _say_what_happened(request: HttpRequest, given: parts.Given) -> None:
    delegation = given.delegation
    who = {"who": delegation.member.user if delegation.member else delegation.invitation.email}
    if not given.is_new:
        messages.info(request, _("%(who)s has this part already. No new letter was sent.") % who)
    elif delegation.member:
        messages.success(request, _("%(who)s gets a letter with a link to this part.") % who)
    else:
        messages.success(request, _("%(who)s is invited, and finds this part after accepting.") % who)


def _delegate_page(
    page: DossierPage, subtheme: SubthemeContent, form: DelegateForm, status: int
) -> HttpResponse:
    everything = given_parts_of(page.dossier, page.assessment, now=timezone.now())
    context = {
        "form": form,
        "subtheme": subtheme,
        "given_parts": [given for given in everything if given.subtheme.key == subtheme.key],
    }
    return page.render("rie/delegate.html", "inventory", context, status=status)
