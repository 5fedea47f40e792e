"""Server time of each main page as a multiple of an empty page through the same middleware.

Processor time, because it stays the same when the machine is busy with other things; nothing is left out
by that, for the database runs in this process and its file is in memory by then. The clock stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.bench.application import ADVISER_PAGES, PAGES, Browser, Page, Site, log_in
from tests.bench.environment import Effort
from tests.bench.report import Budget, Row
from tests.bench.timing import compare, in_milliseconds

BUDGET = Budget(4)
WARM = 10


def rows(site: Site, effort: Effort) -> Iterator[Row]:
    """A row for each main page."""
    for page in (*PAGES, *ADVISER_PAGES):
        yield measure(site, page, effort)


def measure(site: Site, page: Page, effort: Effort) -> Row:
    """Page, empty page, page, empty page …: the medians divided."""
    dossier = site.dossier_for(page)
    clock: dict[str, list[float]] = {}
    full, empty = site.path_of(page), reverse("empty", args=[dossier.organisation_id])
    found = compare(
        processor_time(site.browser_for(page), full, clock),
        processor_time(log_in(dossier), empty, clock),
        samples=effort.turns,
        warm=WARM,
    )
    note = f"{found.in_words()}; by the clock {in_milliseconds(clock[full], clock[empty])}"
    return Row(f"server time: {page.name}", found.ratio, "×", BUDGET, note=note)


def processor_time(browser: Browser, path: str, clock: dict[str, list[float]]) -> Callable[[], float]:
    """A sample of one page; the seconds by the clock are kept aside, by path."""

    def sample() -> float:
        spent = browser.spent_on(path)
        clock.setdefault(path, []).append(spent.clock)
        return spent.processor

    return sample
