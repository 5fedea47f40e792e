"""``docs/dossier-file.md`` says what the schema says."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from django.conf import settings
from django_scopes import scope

from apps.actions.domain.steps import MAX_STEPS
from apps.actions.models import Action, ActionStep, Repetition
from apps.organisations.models import Department, Organisation
from apps.organisations.validators import MAX_TEXT_LENGTH
from apps.reports.exchange import plan_schema, schema
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.reports.exchange.values import MAX_COUNT, MAX_KEY_LENGTH
from apps.rie.content.loader import load_psa
from apps.rie.content.yamlfile import MAX_FILE_SIZE, parse_yaml
from apps.rie.models import Answer
from tests.reports.exchange.helpers import contents

DOC = (settings.BASE_DIR / "docs" / "dossier-file.md").read_text(encoding="utf-8")
PARTS = {
    "The file": schema.DossierFile,
    "organisation": schema.OrganisationPart,
    "departments": schema.DepartmentPart,
    "dossier": schema.DossierPart,
    "consultation": schema.ConsultationPart,
    "answers": schema.AnswerPart,
    "priority_changes": schema.PriorityChangePart,
    "plan": plan_schema.ActionPart,
    "steps": plan_schema.StepPart,
    "evaluations": plan_schema.EvaluationPart,
    "new answers": plan_schema.NewAnswerPart,
    "information": plan_schema.InformationPart,
    "left_out": plan_schema.LeftOutMeasurePart,
}
FIELDS = [(section, key) for section, part in PARTS.items() for key in part.model_fields]
LENGTHS = [
    ("organisation", "name", Organisation, "name"),
    ("organisation", "prevention_officer", Organisation, "prevention_officer"),
    ("organisation", "occupational_health_service", Organisation, "occupational_health_service"),
    ("departments", "name", Department, "name"),
    ("plan", "title", Action, "title"),
    ("plan", "owner", Action, "owner_name"),
    ("steps", "text", ActionStep, "text"),
]


def rows(section: str) -> dict[str, tuple[str, str]]:
    """Key → (required or optional, what it holds) in the table under a heading."""
    text = DOC.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return {
        key: (need, holds) for key, need, holds in re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", text, re.M)
    }


def example() -> str:
    return DOC.split("```yaml\n")[1].split("```")[0]


@pytest.mark.parametrize("section", PARTS)
def test_the_doc_names_exactly_the_keys_of_the_schema_in_its_order(section: str) -> None:
    assert list(rows(section)) == list(PARTS[section].model_fields)


@pytest.mark.parametrize(("section", "key"), FIELDS)
def test_the_doc_says_whether_a_key_is_needed_and_what_it_is_when_left_out(section: str, key: str) -> None:
    field = PARTS[section].model_fields[key]
    default = field.get_default()
    if field.is_required():
        expected = "required"
    elif isinstance(default, bool | int) or (isinstance(default, str) and default):
        expected = f"optional, `{str(default).lower()}`"
    else:
        expected = "optional"
    assert rows(section)[key][0] == expected


@pytest.mark.parametrize(("section", "key"), FIELDS)
def test_the_doc_names_every_allowed_value(section: str, key: str) -> None:
    values = [
        value for value in get_args(PARTS[section].model_fields[key].annotation) if isinstance(value, str)
    ]
    holds = rows(section)[key][1]
    assert [value for value in values if value and f"`{value}`" not in holds] == []


@pytest.mark.parametrize(("section", "key", "model", "field"), LENGTHS)
def test_the_doc_gives_the_length_of_a_line(section: str, key: str, model: type, field: str) -> None:
    assert f"{model._meta.get_field(field).max_length} characters" in rows(section)[key][1]


def test_the_doc_gives_the_other_limits() -> None:
    assert f"at most {MAX_TEXT_LENGTH:,} characters" in DOC
    assert f"at most {MAX_COUNT}." in DOC
    assert f"{MAX_KEY_LENGTH} characters" in rows("plan")["key"][1]
    assert f"at most {MAX_STEPS}," in rows("plan")["steps"][1]
    assert ", ".join(map(str, Repetition.values[:-1])) in rows("plan")["repeat_every"][1]
    assert f"at most {MAX_FILE_SIZE // 1_000_000} MB" in DOC


def test_the_doc_names_the_special_groups_of_the_instrument() -> None:
    groups = load_psa().spec.special_groups
    assert rows("answers")["special_groups"][1] == f"list of {', '.join(f'`{group}`' for group in groups)}"


def test_the_example_in_the_doc_uses_every_key() -> None:
    data = parse_yaml(example(), name="example").data
    used = {
        "The file": [data],
        "organisation": [data["organisation"]],
        "departments": data["organisation"]["departments"],
        "dossier": [data["dossier"]],
        "consultation": [data["consultation"]],
        "answers": data["answers"].values(),
        "priority_changes": data["priority_changes"],
        "plan": data["plan"],
        "steps": [step for action in data["plan"] for step in action.get("steps", [])],
        "evaluations": data["evaluations"],
        "new answers": [answer for entry in data["evaluations"] for answer in entry["answers"].values()],
        "information": data["information"],
        "left_out": [entry for entry in data["left_out"] if isinstance(entry, dict)],
    }
    for section, entries in used.items():
        assert {key for entry in entries for key in entry} == set(PARTS[section].model_fields)


@pytest.mark.django_db
def test_the_example_in_the_doc_can_be_imported_and_comes_back_equal() -> None:
    dossier = import_dossier(text=example(), name="example.yaml")
    with scope(organisation=dossier.organisation):
        assert Answer.objects.count() == 4
    again = import_dossier(text=export_dossier(dossier))
    assert contents(again) == contents(dossier)
