"""How many queries pages and saves cost, and whether that grows with the number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Dossier
from tests.bench.application import PAGES, Browser, Page, Site, UnexpectedAnswerError, log_in
from tests.bench.browser import FORM_TYPE, Form, forms_in, is_saved
from tests.bench.firms import empty_dossier, sized_dossier
from tests.bench.report import Budget, Row

PER_PAGE = Budget(12)
PER_SAVE = Budget(6)
SIZES = (1, 3, 30)
# They open and end a transaction, and carry no question to the database.
TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


@dataclass(frozen=True)
class Save:
    """A way to save: the statement's place in the instrument, and what is filled in."""

    name: str
    factor: int
    fill_in: Callable[[Form], None]


def rows(site: Site) -> Iterator[Row]:
    """A row for each main page and for each way to save an answer."""
    site.migrate()
    dossiers = {size: sized_dossier(size) for size in SIZES}
    for page in PAGES:
        counts = {size: count_page(dossier, page) for size, dossier in dossiers.items()}
        yield row(f"queries: {page.name}", counts, PER_PAGE)
    for save in SAVES:
        counts = {size: count_save(dossier, save) for size, dossier in dossiers.items()}
        yield row(f"queries: {save.name}", counts, PER_SAVE)
    first = count_save(empty_dossier(), SAVES[0])
    yield Row("queries: save the first answer", first, "", PER_SAVE)


def row(name: str, counts: Mapping[int, int], budget: Budget) -> Row:
    """The largest count; wrong when the counts differ, whatever the budget."""
    sizes = "/".join(str(size) for size in counts)
    note = f"at {sizes} items: {'/'.join(str(count) for count in counts.values())}"
    problem = "grows with the number of items" if len(set(counts.values())) > 1 else ""
    return Row(name, max(counts.values()), "", budget, note=note, problem=problem)


def real(statements: Sequence[str]) -> list[str]:
    """The statements that ask or change something."""
    return [sql for sql in statements if not sql.lstrip().upper().startswith(TRANSACTION)]


def count_page(dossier: Dossier, page: Page) -> int:
    """Queries of one page, caches warm."""
    browser = log_in(dossier)
    browser.spent_on(page.path(dossier))
    with CaptureQueriesContext(connection) as captured:
        browser.spent_on(page.path(dossier))
    return len(real([query["sql"] for query in captured.captured_queries]))


def count_save(dossier: Dossier, save: Save) -> int:
    """Queries of one save.

    Raises:
        UnexpectedAnswerError: it was not saved.
    """
    browser = log_in(dossier)
    form = open_form(browser, dossier, save.factor)
    save.fill_in(form)
    with CaptureQueriesContext(connection) as captured:
        response = send(browser, form)
    if not is_saved(response.status_code, response.content):
        raise UnexpectedAnswerError(f"saving {form.action} answered {response.status_code}")
    return len(real([query["sql"] for query in captured.captured_queries]))


def send(browser: Browser, form: Form) -> HttpResponse:
    """Save a form as a page does that saves by itself."""
    body = urlencode(form.data())
    return browser.post(form.action, body, content_type=FORM_TYPE, headers={"HX-Request": "true"})


def open_form(browser: Browser, dossier: Dossier, place: int) -> Form:
    """The form of the statement on this place, on the page of its subject."""
    factor = tuple(instrument_content(dossier.instrument_id).factors.values())[place]
    path = Page("subtheme", "rie:subtheme", (factor.spec.subtheme,)).path(dossier)
    forms = forms_in(browser.get(path).content.decode())
    return next(form for form in forms if form.action.endswith(f"/{factor.code}/"))


def choose_verdict(form: Form) -> None:
    """A first answer, of the kind that opens the details."""
    form.fill_in("verdict", "not_in_order")


def change_note(form: Form) -> None:
    """Another text than before."""
    form.fill_in("note", "Sinds de vorige keer is er iets veranderd.")


def swap_departments(form: Form) -> None:
    """Other departments than before, and a text."""
    change_note(form)
    before = form.value("departments")
    form.fill_in("departments", *(key for key in form.offers("departments") or () if key not in before))


FIRST, LAST = 0, -1  # answered in every dossier, and in none
SAVES = (
    Save("save a new answer", LAST, choose_verdict),
    Save("save a changed answer", FIRST, change_note),
    Save("save changed departments", FIRST, swap_departments),
)
