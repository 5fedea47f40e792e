"""Nothing of a firm can be read outside its own scope. These tests also hold for models to come."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from apps.organisations.models import (
    Department,
    Letter,
    MutedKind,
    Notice,
    Organisation,
    Practice,
    PracticeMembership,
    ScheduledRun,
    SectorManager,
    User,
)
from apps.organisations.permissions import PERMISSIONS
from apps.review.models import ColleagueInvitation, ReviewRecord, TextBlock
from apps.rie.models.instrument import PublishedModel
from tests.factories import MembershipFactory, OrganisationFactory

# Somebody outside the firms, or a job of the application itself.
SHARED_PEOPLE = (User, Organisation, Practice, PracticeMembership, SectorManager, ScheduledRun, MutedKind)
# What belongs to an adviser practice, whatever firm it works for.
OF_A_PRACTICE = (TextBlock, ColleagueInvitation, ReviewRecord)
# Told to somebody of a practice about her own practice, these are about no firm.
PERHAPS_OF_NO_FIRM = (Letter, Notice)
OURS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
# What is of nobody (people, firms themselves) or of everybody (published content).
SHARED = [
    model for model in OURS if model in (*SHARED_PEOPLE, *OF_A_PRACTICE) or issubclass(model, PublishedModel)
]
TENANT = [model for model in OURS if model not in SHARED]


def by_name(model):
    return model.__name__


def test_there_are_tenant_models_in_every_room():
    assert {model._meta.app_label for model in TENANT} == {
        "organisations",
        "rie",
        "actions",
        "review",
        "insights",
        "reports",
    }


@pytest.mark.parametrize("model", TENANT, ids=by_name)
def test_every_row_of_a_tenant_names_its_organisation(model):
    field = model._meta.get_field("organisation")

    assert isinstance(field, models.ForeignKey)
    assert field.related_model is Organisation
    assert field.null == (model in PERHAPS_OF_NO_FIRM)


@pytest.mark.django_db
@pytest.mark.parametrize("model", TENANT, ids=by_name)
@pytest.mark.parametrize(
    "read",
    [
        lambda objects: list(objects.all()),
        lambda objects: objects.count(),
        lambda objects: objects.filter(pk=None).exists(),
        lambda objects: objects.first(),
        lambda objects: objects.update(),
    ],
    ids=["all", "count", "filter", "first", "update"],
)
def test_outside_a_scope_every_query_raises(model, read):
    with pytest.raises(ScopeError):
        read(model.objects)


@pytest.mark.parametrize("model", SHARED, ids=by_name)
def test_what_is_shared_holds_nothing_of_one_firm(model):
    assert not any(field.name == "organisation" for field in model._meta.get_fields() if field.concrete)


def addresses(patterns, route=""):
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, whole)
        else:
            yield whole, pattern.callback


OF_A_FIRM = [
    pytest.param(view, id=route)
    for route, view in addresses(get_resolver().url_patterns)
    if "organisation_id" in route
]


@pytest.mark.parametrize("view", OF_A_FIRM)
def test_every_address_of_a_firm_asks_for_a_permission(view):
    assert getattr(view, "permission", None) in PERMISSIONS


@pytest.mark.django_db
def test_inside_a_scope_only_the_rows_of_that_firm_exist():
    mine, theirs = OrganisationFactory(name="Mijn"), OrganisationFactory(name="Ander")
    for organisation in (mine, theirs):
        with scope(organisation=organisation):
            Department.objects.create(organisation=organisation, name="Winkel", headcount=3)

    with scope(organisation=mine):
        assert [department.organisation for department in Department.objects.all()] == [mine]
        assert not Department.objects.filter(organisation=theirs).exists()


@pytest.mark.django_db
def test_a_request_leaves_no_scope_behind(client):
    member = MembershipFactory()
    client.force_login(member.user)

    client.get(f"/b/{member.organisation_id}/rie/{member.organisation_id}/")

    with pytest.raises(ScopeError):
        Department.objects.count()
