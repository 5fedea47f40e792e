"""Where people write about their work, they read once that names and health stay out of it."""

from __future__ import annotations

from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from apps.organisations.fields import NO_NAMES, PlainTextField, warned_field
from apps.organisations.oversight_forms import GrantForm
from apps.rie.delegation_forms import DelegateForm
from apps.rie.domain.instrument import instrument_content, latest
from apps.rie.forms import answer_fields

WARNING = "No names and nothing about anyone's health."


def form_classes() -> list[type[forms.Form]]:
    """Every form of the application with a long text in it."""
    for path in (settings.BASE_DIR / "apps").glob("**/*forms*.py"):
        import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        new = waiting.pop().__subclasses__()
        found |= set(new)
        waiting += new
    ours = [form for form in found if form.__module__.startswith("apps.") and hasattr(form, "base_fields")]
    with_text = [
        f for f in ours if any(isinstance(field, PlainTextField) for field in f.base_fields.values())
    ]
    return sorted(with_text, key=lambda form: form.__name__)


class Bare(forms.Form):
    def __init__(self, fields: dict[str, forms.Field]) -> None:
        super().__init__()
        self.fields = fields


def warnings(form: forms.Form) -> list[str]:
    return [bound.name for bound in form if str(NO_NAMES) in str(bound.help_text)]


def test_every_form_with_long_texts_warns_exactly_once() -> None:
    classes = form_classes()
    assert {"ActionForm", "ConsultationForm", "PriorityForm", "SettleForm"} <= {f.__name__ for f in classes}
    for form in classes:
        assert len(warnings(Bare(dict(form.base_fields)))) == 1, form


def test_the_first_text_warns_and_keeps_its_own_help(english: None) -> None:
    form = Bare({"n": forms.CharField(), "a": PlainTextField(help_text="In short."), "b": PlainTextField()})
    assert form["a"].help_text == f"In short. {WARNING}"
    assert warnings(form) == ["a"]


def test_a_text_that_warns_by_itself_is_the_only_one() -> None:
    form = Bare({"a": PlainTextField(), "b": PlainTextField(help_text=NO_NAMES)})
    assert warnings(form) == ["b"]
    assert warned_field({"n": forms.CharField()}) is None


def test_the_warning_stands_on_the_page_and_belongs_to_its_text(english: None) -> None:
    form = Bare({"a": PlainTextField()})
    page = unescape(form.as_p())
    assert WARNING in page
    assert 'aria-describedby="id_a_helptext"' in page


@pytest.mark.django_db
def test_a_card_warns_with_every_verdict_that_asks_for_text() -> None:
    """The reason stands there alone; the note stands with all other texts."""
    content = instrument_content(latest().pk)
    for factor in content.factors.values():
        fields = answer_fields(factor, content, departments=list)
        told = {name for name, field in fields.items() if str(NO_NAMES) in str(field.help_text)}
        assert told == {"reason", "note"}


def test_short_texts_about_people_warn_too(english: None) -> None:
    short = [form.base_fields[name] for form, name in ((GrantForm, "reason"), (DelegateForm, "note"))]
    assert [field for field in short if str(NO_NAMES) not in str(field.help_text)] == []


def test_forms_live_in_files_that_are_called_so() -> None:
    """Else the first test here would not see them."""
    folder = Path(settings.BASE_DIR) / "apps"
    with_text = {path.name for path in folder.glob("**/*.py") if "PlainTextField(" in path.read_text("utf-8")}
    assert {name for name in with_text if "forms" not in name} <= {"fields.py"}
