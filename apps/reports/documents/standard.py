"""Our own Word template, made by code so that it can be reviewed; a firm may download and change it."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

PETROL, INK = RGBColor(0x0B, 0x4F, 0x5C), RGBColor(0x1D, 0x2B, 0x2F)
FONT = "Calibri"  # stands on every computer with Word; ours does not
LANGUAGE = "nl-NL"
PLAN_COLUMNS = (
    ("Nr.", "{{ actie.nummer }}"),
    ("Wat", "{{ actie.titel }}"),
    ("Tegen", "{{ actie.tegen }}"),
    ("Prioriteit", "{{ actie.prioriteit }}"),
    ("Wie", "{{ actie.wie }}"),
    ("Klaar op", "{{ actie.klaar_op }}"),
    ("Budget", "{{ actie.budget }}"),
    ("Status", "{{ actie.status }}"),
)


@cache
def standard_template() -> bytes:
    """The template as a docx file."""
    document = Document()
    _style(document)
    _cover(document)
    _firm(document)
    _hearing(document)
    _risks(document)
    _plan(document)
    _sources(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _style(document: DocumentType) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(11), INK
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 28), ("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), PETROL
        # The built-in headings bring fonts of their theme along, which go before a name.
        style.element.get_or_add_rPr().get_or_add_rFonts().attrib.pop(qn("w:asciiTheme"), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    properties = document.core_properties
    properties.title, properties.language, properties.author = (
        "RI&E – psychosociale arbeidsbelasting",
        "nl",
        "",
    )
    properties.comments = properties.subject = properties.identifier = ""
    footer = section.footer.paragraphs[0]
    footer.text = "{{ bedrijf.naam }} · RI&E {{ jaar }} · kenmerk {{ kenmerk }}"
    footer.runs[0].font.size = Pt(9)


def _cover(document: DocumentType) -> None:
    document.add_paragraph("Risico-inventarisatie en -evaluatie {{ jaar }}", style="Subtitle")
    document.add_paragraph("{{ bedrijf.naam }}", style="Title")
    document.add_paragraph("{{ onderwerp }} · {{ status }} · {{ datum }}")
    document.add_paragraph(
        "{{ aantal_risicos }} risico's: {{ aantal_hoog }} hoog, {{ aantal_midden }} midden, "
        "{{ aantal_laag }} laag. "
        "{{ aantal_acties }} acties in het plan van aanpak."
    )
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _firm(document: DocumentType) -> None:
    document.add_heading("Het bedrijf", level=1)
    facts = (
        ("KvK-nummer", "{{ bedrijf.kvk }}"),
        ("Sector", "{{ bedrijf.sector }}"),
        ("Medewerkers", "{{ bedrijf.medewerkers }}"),
        ("Vestigingen", "{{ bedrijf.vestigingen }}"),
        ("Ondernemingsraad of personeelsvertegenwoordiging", "{{ bedrijf.vertegenwoordiging }}"),
        ("Preventiemedewerker", "{{ bedrijf.preventiemedewerker }}"),
        ("Arbodienst of bedrijfsarts", "{{ bedrijf.arbodienst }}"),
    )
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in facts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
        cells[0].paragraphs[0].runs[0].font.bold = True
    document.add_paragraph("{%p if bedrijf.afdelingen %}")
    document.add_heading("Afdelingen", level=2)
    document.add_paragraph("{%p for afdeling in bedrijf.afdelingen %}")
    document.add_paragraph("{{ afdeling.naam }} ({{ afdeling.medewerkers }})", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _hearing(document: DocumentType) -> None:
    document.add_heading("Hoe medewerkers zijn gehoord", level=1)
    document.add_paragraph("{%p if gehoord.wanneer %}")
    document.add_paragraph(
        "Op {{ gehoord.wanneer }}, met {{ gehoord.aantal }} medewerkers. {{ gehoord.hoe }}"
    )
    document.add_paragraph("{{ gehoord.uitkomst }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("Dit is nog niet vastgelegd.")
    document.add_paragraph("{%p endif %}")


def _risks(document: DocumentType) -> None:
    document.add_heading("Risico's", level=1)
    document.add_paragraph("{%p for risico in risicos %}")
    document.add_heading("{{ risico.probleem }}", level=2)
    document.add_paragraph("Prioriteit: {{ risico.prioriteit }}. {{ risico.waarom }}")
    for name, field in (
        ("Oorzaak", "oorzaak"),
        ("Wat al gebeurt", "wat_al_gebeurt"),
        ("Geen maatregel, omdat", "geen_maatregel_omdat"),
    ):
        document.add_paragraph(f"{{%p if risico.{field} %}}")
        document.add_paragraph(f"{name}: {{{{ risico.{field} }}}}")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for actie in risico.acties %}")
    document.add_paragraph("{{ actie.titel }} – {{ actie.wie }}, {{ actie.klaar_op }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _plan(document: DocumentType) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading("Plan van aanpak", level=1)
    table = document.add_table(rows=4, cols=len(PLAN_COLUMNS), style="Table Grid")
    for number, (name, value) in enumerate(PLAN_COLUMNS):
        table.rows[0].cells[number].text = name
        table.rows[0].cells[number].paragraphs[0].runs[0].font.bold = True
        table.rows[2].cells[number].text = value
    table.rows[1].cells[0].text = "{%tr for actie in acties %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _sources(document: DocumentType) -> None:
    document.add_heading("Bronnen", level=1)
    document.add_paragraph("{%p for bron in bronnen %}")
    document.add_paragraph("{{ bron }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
