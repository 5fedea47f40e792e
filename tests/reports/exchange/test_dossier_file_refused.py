"""What is no dossier file at all is refused with a reason, whatever its shape, and nothing is written."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.organisations.models import Organisation
from apps.reports.exchange.importing import import_dossier
from apps.rie.content.yamlfile import MAX_FILE_SIZE, ContentError, parse_yaml
from apps.rie.models import Instrument
from tests.reports.exchange.helpers import FULL, SMALL, problems_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("section", ["organisation", "dossier"])
def test_a_section_that_is_needed_is_missed(section: str) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith(section)]
    assert problems_of("\n".join(lines)) == (f"full.yaml, line 1, {section}: this key is missing; add it",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "full.yaml: is empty"),
        ("# nothing\n", "full.yaml: is empty"),
        ("- a list\n", "full.yaml, line 1, the file: must hold keys"),
        ("just text", "full.yaml, line 1, the file: must hold keys"),
        (SMALL + "plan: [\n", "full.yaml, line 5: "),
        (SMALL + "plan: []\nplan: []\n", "full.yaml, line 5: the key 'plan' stands here twice; keep one"),
        (SMALL + "plan: &a []\nleft_out: *a\n", "full.yaml, line 5: references (*name) are not allowed"),
        (SMALL + "left_out: !!python/object:os.system []\n", "full.yaml, line 4: could not determine"),
        (SMALL + "? [a]\n: b\n", "full.yaml: holds a key, a value or a nesting that cannot be read"),
        (
            SMALL + "left_out: !!bool maybe\n",
            "full.yaml: holds a key, a value or a nesting that cannot be read",
        ),
        (SMALL + "settled: {W01: \x07}\n", "full.yaml, line 4: holds an invisible character (U+0007)"),
        ("plan: " + "[" * 5000, "full.yaml: holds a key, a value or a nesting that cannot be read"),
        ("#" * (MAX_FILE_SIZE + 1), "full.yaml: larger than 2,000,000 bytes"),
    ],
    ids=lambda value: value[-30:],
)
def test_a_text_that_is_no_dossier_file_is_refused_with_a_reason(text: str, message: str) -> None:
    assert problems_of(text)[0].startswith(message)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.yaml: cannot be read \(No such file"):
        import_dossier(path=tmp_path / "gone.yaml")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(SMALL.replace("Halm", "Café").encode("latin-1"))
    with pytest.raises(ContentError, match=r"latin\.yaml: is not UTF-8"):
        import_dossier(path=path)


def test_an_invisible_character_in_a_file_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bell.yaml"
    path.write_text(SMALL + "settled:\n  W01: \x07\n")
    with pytest.raises(ContentError, match=r"bell\.yaml, line 5: holds an invisible character \(U\+0007\)"):
        import_dossier(path=path)


def test_before_an_instrument_is_published_the_remedy_is_to_publish_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = Instrument.objects.none()
    monkeypatch.setattr("apps.reports.exchange.checking.Instrument.objects.only", lambda *fields: nothing)
    assert "publish it first: manage.py load_instrument" in problems_of(SMALL)[0]


def test_a_mistake_found_while_writing_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("apps.reports.exchange.importing.settle_risk", fail)
    with pytest.raises(RuntimeError):
        import_dossier(path=FULL)
    assert not Organisation.objects.exists()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["W03", "M03", "psa"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3)
            | st.sampled_from(["plan", "answers", "profile", "dossier", "organisation", "W03", "factors"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(JUNK)
@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
def test_data_of_any_shape_is_refused_with_reasons_and_never_crashes(data: object) -> None:
    assert problems_of(json.dumps(data))


@given(st.text(alphabet="[]{}:,-?!&*|>'\"#%@` \na1~", max_size=20))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_text_of_any_shape_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ContentError):
        assert parse_yaml(text, name="f.yaml").name == "f.yaml"
