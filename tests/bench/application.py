"""The application inside this process: its data, its main pages, and a client that is logged in."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Practice, PracticeMembership
from apps.review.models import Submission
from apps.rie.models import Dossier
from tests.bench.firms import adopt_proposal, full_dossier, owner
from tests.factories import UserFactory
from tests.review.rounds import submitted
from tests.two_step import set_up_app

# The subject with most statements.
LARGEST_SUBTHEME = "taakeisen"


@dataclass(frozen=True)
class Page:
    """A main page. ``before_plan``: it only has something to show as long as there is no plan.

    ``by_adviser``: it is about the round of review that the dossier is in, and only an adviser may see it.
    """

    name: str
    url_name: str
    arguments: tuple[str, ...] = ()
    before_plan: bool = False
    by_adviser: bool = False

    def path(self, dossier: Dossier) -> str:
        """Its address for one dossier."""
        return reverse(self.url_name, args=[dossier.organisation_id, dossier.pk, *self.arguments])


PAGES = (
    Page("overview", "rie:overview"),
    Page("subtheme", "rie:subtheme", (LARGEST_SUBTHEME,)),
    Page("profile", "rie:profile"),
    Page("risks", "rie:risks"),
    Page("plan", "actions:plan"),
    Page("plan as table", "actions:table"),
    Page("plan as board", "actions:board"),
    Page("plan as timeline", "actions:timeline"),
    Page("what it did", "actions:effect"),
    Page("proposal", "actions:proposal", before_plan=True),
    Page("reports", "reports:reports"),
    Page("firm", "rie:firm"),
)
ADVISER_PAGES = (
    Page("adviser reads", "review:round", by_adviser=True),
    Page("new finding", "review:new_finding", by_adviser=True),
    Page("checklist", "review:checklist", by_adviser=True),
)


class UnexpectedAnswerError(Exception):
    """A page did not answer as it should, so its time means nothing."""


@dataclass(frozen=True)
class Spent:
    """Seconds between the request that came in and the answer that is ready to be sent.

    ``processor`` leaves out the moments in which other programs had the processor.
    """

    clock: float
    processor: float


class TimedHandler(ClientHandler):
    """Keeps what the last request took."""

    spent = Spent(0, 0)

    def __call__(self, environ: dict[str, object]) -> HttpResponseBase:
        clock, processor = time.perf_counter(), time.process_time()
        response = super().__call__(environ)
        self.spent = Spent(time.perf_counter() - clock, time.process_time() - processor)
        return response


class Browser(Client):
    """A client that knows how long the application worked on its last request, without its own work."""

    def __init__(self) -> None:
        super().__init__()
        self.handler = TimedHandler(enforce_csrf_checks=False)

    def spent_on(self, path: str) -> Spent:
        """Get a page; the seconds of the application.

        Raises:
            UnexpectedAnswerError: another status than 200.
        """
        response = self.get(path)
        if response.status_code != 200:
            raise UnexpectedAnswerError(f"{path} answered {response.status_code}")
        return self.handler.spent


def log_in(dossier: Dossier) -> Browser:
    """A client with the session of the employer."""
    browser = Browser()
    browser.force_login(owner(dossier))
    return browser


class Site:
    """The database of this process, made when it is first needed."""

    @cached_property
    def dossier(self) -> Dossier:
        """A large dossier with a plan."""
        self.migrate()
        dossier = full_dossier()
        adopt_proposal(dossier)
        return dossier

    @cached_property
    def first_action(self) -> UUID:
        """An action of that plan."""
        with scope(organisation=self.dossier.organisation):
            return self.dossier.actions.values_list("pk", flat=True).first()

    @cached_property
    def before_plan(self) -> Dossier:
        """The same without a plan, in another firm."""
        self.migrate()
        return full_dossier()

    @cached_property
    def round(self) -> Submission:
        """That dossier on the table of an adviser."""
        return submitted(self.dossier, Practice.objects.create(name="Praktijk"), adviser=UserFactory())

    def path_of(self, page: Page) -> str:
        """The address of a page; of an adviser's page in the round."""
        if page.by_adviser:
            page = replace(page, arguments=(str(self.round.pk),))
        return page.path(self.dossier_for(page))

    def browser_for(self, page: Page) -> Browser:
        """Somebody who may see it and is logged in."""
        if not page.by_adviser:
            return log_in(self.dossier_for(page))
        adviser = self.round.adviser
        PracticeMembership.objects.get_or_create(practice=self.round.practice, user=adviser)
        set_up_app(adviser)
        browser = Browser()
        browser.force_login(adviser)
        return browser

    def dossier_for(self, page: Page) -> Dossier:
        return self.before_plan if page.before_plan else self.dossier

    @staticmethod
    def migrate() -> None:
        """Bring the database up to date; it gets the instrument as well."""
        if "rie_dossier" not in connection.introspection.table_names():
            call_command("migrate", verbosity=0)
