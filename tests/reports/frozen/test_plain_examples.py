"""The reports of the example firms as kept text, and back: the same to the byte."""

from __future__ import annotations

import json

import pytest
from django_scopes import scope

from apps.reports.data import Report
from apps.reports.exchange.importing import import_dossier
from apps.reports.frozen.plain import from_plain, to_plain
from apps.reports.models import ReportKind
from apps.reports.queries import build_report
from apps.review.content import canonical
from config.environment import BASE_DIR

EXAMPLES = sorted((BASE_DIR / "examples").glob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
@pytest.mark.parametrize("kind", ReportKind.values)
def test_a_report_of_an_example_comes_back_as_it_was(path, kind):
    dossier = import_dossier(text=path.read_text(encoding="utf-8"), name=path.name)
    with scope(organisation=dossier.organisation):
        report = build_report(dossier=dossier, kind=kind)
    text = canonical(to_plain(report))

    back = from_plain(Report, json.loads(text))

    assert back == report
    assert canonical(to_plain(back)) == text
