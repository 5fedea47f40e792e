"""From a sheet to HTML: the part that the page on screen and the PDF have in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from apps.actions.help_sheets import all_sheets, sources
from apps.actions.help_sheets.schema import AnySection, PictureSection, TableSection

LIGHTS = ("low", "medium", "high")  # green, orange and red, in the order of the columns


@dataclass(frozen=True)
class Cell:
    """``column``: the title above it, for a narrow screen. ``light``: a circle to colour instead of text."""

    text: str
    column: str
    light: str = ""


@dataclass(frozen=True)
class Part:
    """A section, with what its template cannot work out: the cells of a table, the SVG of a picture."""

    section: AnySection
    rows: tuple[tuple[Cell, ...], ...] = ()
    drawing: str = ""


@lru_cache(maxsize=64)
def body_html(key: str, *, on_paper: bool = False) -> SafeString:
    """A sheet from its facts to its sources, in its own language whatever the reader's is.

    ``on_paper``: a picture also says in words what stands in it; on screen a list below it does.

    Raises:
        KeyError: there is no such sheet.
    """
    sheet = all_sheets()[key]
    references = [{"about": r.about, "source": sources()[r.source]} for r in sheet.sources]
    with translation.override(sheet.language):
        parts = [_part(section, on_paper) for section in sheet.sections]
        context = {"sheet": sheet, "parts": parts, "references": references}
        return render_to_string("actions/help_sheets/_body.html", context)


def _part(section: AnySection, on_paper: bool) -> Part:
    if isinstance(section, TableSection):
        return Part(section, rows=_rows(section))
    if isinstance(section, PictureSection):
        return Part(section, drawing=_picture(section, on_paper))
    return Part(section)


def _rows(table: TableSection) -> tuple[tuple[Cell, ...], ...]:
    lights = dict(zip(table.lights, LIGHTS, strict=False))
    return tuple(
        tuple(
            Cell(text, column.title, lights.get(number, ""))
            for number, (text, column) in enumerate(zip(line, table.columns, strict=True), start=1)
        )
        for line in table.lines
    )


def _picture(section: PictureSection, on_paper: bool) -> SafeString:
    said = [f"{region.title}: {region.question}" for region in section.regions.values()]
    in_words = " ".join([section.alternative, *said]) if on_paper else ""
    context = {"regions": section.regions, "alternative": section.alternative, "in_words": in_words}
    return render_to_string(f"actions/help_sheets/pictures/{section.name}.svg", context)
