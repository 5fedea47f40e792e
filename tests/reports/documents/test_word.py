"""The report in Word: our template, a template of the firm, and what a template may never do."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django_scopes import scope
from docx import Document

from apps.reports.documents.checking import check_template
from apps.reports.documents.example import example_words
from apps.reports.documents.language import TemplateProblem, check
from apps.reports.documents.making import word_report
from apps.reports.documents.rendering import fill_in
from apps.reports.documents.standard import standard_template
from apps.reports.documents.words import words_of
from apps.reports.models import ReportKind
from apps.reports.queries import build_report
from tests.actions.conftest import ANSWERS, Firm
from tests.reports.documents.wording import template, text_of

pytestmark = pytest.mark.django_db


def changed(raw: bytes, name: str, before: bytes, after: bytes) -> bytes:
    """A Word file in which one part says something else; a part that is not there is added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(before, after) if part == name else content)
        if name not in old.namelist():
            new.writestr(name, after)
    return made.getvalue()


def shape(value: Any) -> Any:
    """The names in a tree of words, whatever stands behind them."""
    if isinstance(value, dict):
        return {name: shape(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def refusal(raw: bytes) -> str:
    with pytest.raises(TemplateProblem) as refused:
        check_template(ContentFile(raw))
    return str(refused.value)


class TestOurTemplate:
    def test_it_passes_its_own_check(self) -> None:
        check_template(ContentFile(standard_template()))

    def test_it_shows_the_firm_its_risks_and_its_plan(self, firm: Firm) -> None:
        with scope(organisation=firm.organisation):
            text = text_of(word_report(dossier=firm.dossier))

        assert firm.organisation.name in text
        for code in ANSWERS:
            assert firm.assessment.by_code[code].factor.text.problem in text
        assert "{{" not in text
        assert "{%" not in text

    def test_it_is_in_dutch_whatever_language_somebody_reads(self, firm: Firm) -> None:
        with scope(organisation=firm.organisation):
            raw = word_report(dossier=firm.dossier)

        assert "prioriteit: hoog" in text_of(raw).lower()
        assert Document(io.BytesIO(raw)).core_properties.language == "nl"


def test_the_example_has_the_names_of_a_real_report(firm: Firm) -> None:
    with scope(organisation=firm.organisation):
        report = build_report(dossier=firm.dossier, kind=ReportKind.FULL)
    real, example = shape(words_of(report, reference="abc")), shape(example_words())
    # A firm without departments or a plan has empty lists.
    for path in (("bedrijf", "afdelingen"), ("acties",)):
        holder, other = real, example
        for step in path[:-1]:
            holder, other = holder[step], other[step]
        holder[path[-1]] = holder[path[-1]] or other[path[-1]]
    real["risicos"][0]["acties"] = real["risicos"][0]["acties"] or example["risicos"][0]["acties"]

    assert real == example


class TestWhatATemplateMaySay:
    @pytest.mark.parametrize(
        "text",
        [
            "{{ bedrijf.naam }}",
            "{% for risico in risicos %}{{ risico.probleem }}{% endfor %}",
            "{% for r in risicos %}{% for actie in r.acties %}{{ actie.titel }}{% endfor %}{% endfor %}",
            "{% if gehoord.wanneer %}{{ gehoord.hoe }}{% else %}Nog niet{% endif %}",
            "{% for actie in acties %}{% if not loop.last %}{{ loop.index }}{% endif %}{% endfor %}",
            "{% if risicos and aantal_hoog != '0' %}Hoog{% endif %}",
            "Gewone tekst & tekens",
        ],
    )
    def test_show_repeat_and_leave_out(self, text: str) -> None:
        check(text, names=example_words())

    @pytest.mark.parametrize(
        "text",
        [
            "{{ bedrijf.naam.__class__ }}",
            "{{ ''.__class__.__mro__ }}",
            "{{ bedrijf['naam'] }}",
            "{{ range(10) }}",
            "{{ bedrijf.naam.upper() }}",
            "{{ bedrijf.naam|upper }}",
            "{{ 9**9**9 }}",
            "{{ 'a' * 1000000000 }}",
            "{% set naam = bedrijf.naam %}",
            "{% include 'elders.docx' %}",
            "{% import 'elders.docx' as elders %}",
            "{% extends 'elders.docx' %}",
            "{% macro maak() %}{% endmacro %}",
            "{% for a in acties %}{% for b in acties %}{{ b.titel }}{% endfor %}{% endfor %}",
            "{% for a in range(1000000) %}x{% endfor %}",
            "{% for a in acties recursive %}{{ loop(a) }}{% endfor %}",
            "{% for a in bedrijf.naam %}{{ a }}{% endfor %}",
            "{% for a in acties if a.titel %}{{ a.titel }}{% endfor %}",
            "{% for a, b in acties %}{{ a }}{% endfor %}",
            "{% filter upper %}x{% endfilter %}",
            "{% if bedrijf.naam is defined %}x{% endif %}",
            "{{ self }}",
            "{{ config }}",
            "{{ bedrijf.kleur }}",
            "{{ risico.probleem }}",
            "{% for actie in acties %}",
            "{{ bedrijf.",
        ],
    )
    def test_nothing_else(self, text: str) -> None:
        with pytest.raises(TemplateProblem):
            check(text, names=example_words())

    def test_a_name_that_is_not_known_is_named(self) -> None:
        assert "bedrijf.kleur" in refusal(template("{{ bedrijf.kleur }}"))

    def test_a_footer_is_read_too(self) -> None:
        document = Document()
        document.sections[0].footer.paragraphs[0].text = "{{ geheim }}"
        made = io.BytesIO()
        document.save(made)

        assert "geheim" in refusal(made.getvalue())


class TestWhatATemplateMayHold:
    def test_a_document_from_elsewhere_is_refused(self) -> None:
        link = (
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/attachedTemplate" Target="http://elders.example/t.dotm" TargetMode="External"/>'
        )
        raw = changed(
            template("x"), "word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>"
        )

        assert "word/_rels/document.xml.rels" in refusal(raw)

    @pytest.mark.parametrize(
        "field", [b"DDEAUTO cmd", b" INCLUDETEXT http://elders.example", b"LINK Excel.Sheet"]
    )
    def test_a_field_that_fetches_or_runs_is_refused(self, field: bytes) -> None:
        raw = changed(
            template("x"),
            "word/document.xml",
            b"<w:t>x</w:t>",
            b"<w:t>x</w:t><w:instrText>" + field + b"</w:instrText>",
        )

        assert "word/document.xml" in refusal(raw)

    @pytest.mark.parametrize(
        "field",
        [
            b"<w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE http://elders.example</w:instrText>",
            b"<w:fldSimple w:instr='INCLUDEPICTURE http://elders.example'/>",
            b'<w:fldSimple w:instr="includetext http://elders.example"/>',
        ],
    )
    def test_a_field_is_found_however_it_is_written(self, field: bytes) -> None:
        raw = changed(template("x"), "word/document.xml", b"<w:t>x</w:t>", b"<w:t>x</w:t>" + field)

        assert "word/document.xml" in refusal(raw)

    def test_a_link_to_follow_is_fine_whatever_its_address(self) -> None:
        field = b"<w:instrText>HYPERLINK http://elders.example/import/link/database</w:instrText>"
        raw = changed(template("x"), "word/document.xml", b"<w:t>x</w:t>", b"<w:t>x</w:t>" + field)

        check_template(ContentFile(raw))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_document_from_elsewhere_is_found_however_it_is_written(self, encoding: str) -> None:
        name = "word/_rels/document.xml.rels"
        with zipfile.ZipFile(io.BytesIO(template("x"))) as package:
            before = package.read(name)
        link = (
            "<Relationship Id='r99' Type='x/image' Target='http://elders.example' TargetMode = 'External'/>"
        )
        end = "</Relationships>"
        after = before.decode().replace("UTF-8", encoding).replace(end, link + end)

        assert name in refusal(changed(template("x"), name, before, after.encode(encoding)))

    def test_an_embedded_file_is_refused(self) -> None:
        assert "embeddings" in refusal(changed(template("x"), "word/embeddings/oleObject1.bin", b"", b"MZ"))

    def test_entities_are_refused(self) -> None:
        raw = changed(
            template("x"),
            "word/document.xml",
            b"<w:document",
            b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document',
        )

        refusal(raw)

    def test_a_broken_document_is_refused_in_words(self) -> None:
        refusal(changed(template("x"), "word/document.xml", b"</w:body>", b""))


def test_what_people_typed_is_never_code(firm: Firm) -> None:
    words = example_words()
    words["bedrijf"]["naam"] = "{{ jaar }} <w:p> & {% raw %}"
    text = text_of(fill_in(template("{{ bedrijf.naam }}"), words))

    assert "{{ jaar }} <w:p> & {% raw %}" in text
