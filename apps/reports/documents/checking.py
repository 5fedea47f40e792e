"""Whether a Word file can be the template of a firm: what is in the package, and what it says."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from django.core.files.base import File
from django.utils.translation import gettext as _
from lxml import etree

from apps.reports.documents.example import example_words
from apps.reports.documents.language import TemplateProblem, check
from apps.reports.documents.rendering import fill_in, template_parts

# Parts that fetch, run or hide something else: other documents, programs, text that Word takes in by itself.
FORBIDDEN_FOLDERS = ("word/embeddings/", "word/activex/", "customui/", "word/afchunk")
FORBIDDEN_TAGS = {"altchunk", "object", "oleobject"}
# A field begins with its name.
FORBIDDEN_FIELDS = re.compile(
    r"\W*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|LINK|DATABASE)\b", re.IGNORECASE
)


def check_template(content: File) -> None:
    """Look inside a Word file that was found to be one, and try it out.

    Raises:
        TemplateProblem: it holds what a template may not hold, or it cannot be filled in.
    """
    content.seek(0)
    raw = content.read()
    content.seek(0)
    with zipfile.ZipFile(BytesIO(raw)) as package:
        for name in package.namelist():
            _check_part(name, package.read(name))
    words = example_words()
    for part in _readable_parts(raw):
        check(part, names=words)
    try:
        fill_in(raw, words)
    except TemplateProblem:
        raise
    except Exception as error:
        # Whatever Word files can be broken by: the firm hears that it does not work before it counts on it.
        raise TemplateProblem(
            _("This file cannot be filled in (%(kind)s). Start from our template and change that.")
            % {"kind": type(error).__name__}
        ) from error


def _readable_parts(raw: bytes) -> list[str]:
    try:
        return template_parts(raw)
    except TemplateProblem:
        raise
    except Exception as error:
        raise TemplateProblem(
            _("This Word file cannot be read (%(kind)s). Save it again as docx and choose it once more.")
            % {"kind": type(error).__name__}
        ) from error


def _check_part(name: str, content: bytes) -> None:
    """Refuse a part that fetches, runs or hides something else.

    What Word reads counts, whatever the characters, the quotes or the name of the part it is written with.
    """
    tree = _tree(name, content)
    tags = [] if tree is None else [tag for tag in tree.iter() if isinstance(tag.tag, str)]
    is_hidden = tree is not None and bool(tree.getroottree().docinfo.doctype)
    if name.lower().startswith(FORBIDDEN_FOLDERS) or is_hidden or FORBIDDEN_TAGS & set(map(_name, tags)):
        raise TemplateProblem(
            _("This file holds another document or program (%(part)s). Text and pictures are fine.")
            % {"part": name}
        )
    if any(map(FORBIDDEN_FIELDS.match, _fields(tags))):
        raise TemplateProblem(
            _("This file has a field that fetches or runs something (%(part)s). Take it out.")
            % {"part": name}
        )
    if any(map(_leads_outside, tags)):
        raise TemplateProblem(
            _("This file fetches something from elsewhere (%(part)s). Put pictures in the file itself.")
            % {"part": name}
        )


def _tree(name: str, content: bytes) -> etree._Element | None:
    """A part as XML, in which nothing is looked up; None for a picture or a font."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        if name.lower().endswith((".xml", ".rels")):
            raise TemplateProblem(
                _("This Word file cannot be read (%(kind)s). Save it again as docx and choose it once more.")
                % {"kind": name}
            ) from None
        return None


def _name(tag: etree._Element) -> str:
    return etree.QName(tag).localname.lower()


def _fields(tags: list[etree._Element]) -> Iterator[str]:
    """What each field says. Word keeps one in pieces between a begin and an end, or whole in an attribute."""
    pieces: list[list[str]] = [[]]
    for tag in tags:
        said = {etree.QName(key).localname: value for key, value in tag.attrib.items()}
        name, kind = _name(tag), said.get("fldCharType")
        if name in ("instrtext", "delinstrtext"):
            pieces[-1].append(tag.text or "")
        elif name == "fldchar" and kind == "begin":
            pieces.append([])
        elif name == "fldchar" and kind == "end" and len(pieces) > 1:
            yield "".join(pieces.pop())
        yield said.get("instr", "")
    yield from map("".join, pieces)


def _leads_outside(tag: etree._Element) -> bool:
    if _name(tag) != "relationship" or tag.get("TargetMode", "").strip().lower() != "external":
        return False
    return not tag.get("Type", "").endswith("/hyperlink")
