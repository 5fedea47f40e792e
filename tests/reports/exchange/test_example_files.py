"""The files in ``examples/`` are demo data, test data, and the first thing a reader of the format opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scope

from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.reports.management.commands.load_demo import FILES
from apps.rie.queries import assessment_of
from tests.reports.exchange.helpers import contents

EXAMPLES = sorted((settings.BASE_DIR / "examples").glob("*.yaml"))


def test_every_firm_of_the_demo_has_its_file() -> None:
    assert set(FILES) <= {path.name for path in EXAMPLES}


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_comes_in_and_goes_out_and_in_again(path: Path) -> None:
    first = import_dossier(path=path)
    text = export_dossier(first)
    second = import_dossier(text=text)
    assert contents(second) == contents(first)
    assert export_dossier(second) == text


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_answers_every_question_it_is_asked(path: Path) -> None:
    dossier = import_dossier(path=path)
    with scope(organisation=dossier.organisation):
        assessment = assessment_of(dossier)
    assert assessment.is_complete
    assert not assessment.incomplete
