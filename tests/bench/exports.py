"""What a file of the plan costs, as a multiple of the page that shows the same plan as a table.

A spreadsheet is built cell by cell and a Word document from a template, so they may cost more than a page;
the multiple keeps them from growing beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.bench.application import Browser, Site, log_in
from tests.bench.environment import Effort
from tests.bench.pages import WARM, processor_time
from tests.bench.report import Budget, Row
from tests.bench.timing import compare

# name of the row → name of its address, and how many times the table it may cost
FILES = {
    "export: plan as xlsx": ("reports:export_xlsx", Budget(4)),
    "export: plan as csv": ("reports:export_csv", Budget(4)),
    "export: report in Word": ("reports:word", Budget(5)),
    "export: action for a calendar": ("actions:action_ics", Budget(1)),
}


def rows(site: Site, effort: Effort) -> Iterator[Row]:
    """A row for each kind of file."""
    browser = log_in(site.dossier)
    for name, (url_name, budget) in FILES.items():
        yield measure(site, browser, name, url_name, budget, effort)


def measure(site: Site, browser: Browser, name: str, url_name: str, budget: Budget, effort: Effort) -> Row:
    """File, table, file, table …: the medians divided."""
    place = [site.dossier.organisation_id, site.dossier.pk]
    table = reverse("actions:table", args=place)
    extra = [site.first_action] if url_name == "actions:action_ics" else []
    clock: dict[str, list[float]] = {}
    found = compare(
        processor_time(browser, reverse(url_name, args=[*place, *extra]), clock),
        processor_time(browser, table, clock),
        samples=effort.turns,
        warm=WARM,
    )
    return Row(name, found.ratio, "×", budget, note=found.in_words())
