"""The parts of the benchmark by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import exports, pages, pdf, process, queries, saving, stored
from tests.bench.application import Site
from tests.bench.environment import Effort
from tests.bench.report import Row


@dataclass(frozen=True)
class Bench:
    """``place``: a folder for databases of other programs. ``site``: the application in this process."""

    place: Path
    effort: Effort
    site: Site = field(default_factory=Site)


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "pages": lambda bench: pages.rows(bench.site, bench.effort),
    "queries": lambda bench: queries.rows(bench.site),
    "exports": lambda bench: exports.rows(bench.site, bench.effort),
    "saving": lambda bench: saving.rows(bench.place, bench.effort),
    "pdf": lambda bench: pdf.rows(bench.site, bench.effort),
    "stored": lambda bench: stored.rows(bench.site, bench.effort),
    "process": lambda bench: process.rows(bench.site, bench.effort, bench.place),
}
