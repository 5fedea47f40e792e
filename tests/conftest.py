"""What all tests share. The settings they run with are in ``tests/settings.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Variable, VariableDoesNotExist
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from apps.organisations.models import Organisation, Role, User
from apps.rie.models import Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.two_step import everybody_who_must_can

# The same examples on every machine and every run, and no deadline on a machine that is busy.
hypothesis_settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis_settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out what asks nothing of a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run a second time, on another database, only what that can make a difference to."""
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = kept


def _asks_a_database(item: pytest.Item) -> bool:
    used = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(used)


def pytest_report_header(config: pytest.Config) -> str:
    """So that a log shows on which database the tests ran."""
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A thread of the live server may outlive its test; PostgreSQL removes no database in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


class CapturedQueries(CaptureQueriesContext):
    """The queries of a block, without the bookkeeping of transactions (a test runs inside one)."""

    @property
    def statements(self) -> list[str]:
        return [
            query["sql"]
            for query in self.captured_queries
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"))
        ]


@pytest.fixture
def queries(db: None) -> Callable[[], AbstractContextManager[CapturedQueries]]:
    """``with queries() as captured: …``, then read ``captured.statements``."""
    return lambda: CapturedQueries(connection)


@pytest.fixture
def english(settings: object) -> None:
    """Pages in the language of the source, so that a test can look for the words it reads there."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def dossier(organisation: Organisation) -> Dossier:
    return DossierFactory(organisation=organisation)


@pytest.fixture
def in_scope(organisation: Organisation) -> Iterator[None]:
    """Run the test inside the tenant scope of ``organisation``."""
    with scope(organisation=organisation):
        yield


@pytest.fixture
def browser_of(organisation: Organisation) -> Callable[..., Client]:
    """A browser in which a new member of ``organisation`` with this role is logged in."""

    def log_in(role: Role = Role.EMPLOYER, *, user: User | None = None, **options: object) -> Client:
        member = MembershipFactory(organisation=organisation, role=role, user=user or UserFactory())
        browser = Client(**options)
        browser.force_login(member.user)
        return browser

    return log_in


@pytest.fixture(autouse=True)
def second_steps_are_set_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """Advisers and administrators have a second step; mark ``no_second_step`` for who has none yet."""
    if request.node.get_closest_marker("no_second_step"):
        yield
        return
    with everybody_who_must_can():
        yield


OWN_TEMPLATES = (
    "organisations/",
    "letters/",
    "privacy/",
    "rie/",
    "actions/",
    "reports/",
    "review/",
    "insights/",
    "includes/",
    "forms/",
    "charts/",
    "4",
    "5",
)


@pytest.fixture(autouse=True)
def names_in_templates_exist(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name in one of our templates that nobody passes is a mistake; Django would write nothing there."""
    look_up, missing = Variable._resolve_lookup, set()

    def note_missing(self: Variable, context: Context) -> object:
        try:
            return look_up(self, context)
        except VariableDoesNotExist:
            name = getattr(context, "template_name", None) or ""
            if name.startswith(OWN_TEMPLATES):
                missing.add(f"{name}: nobody passes {self.var}")
            raise

    monkeypatch.setattr(Variable, "_resolve_lookup", note_missing)
    yield
    assert missing == set()
