"""From YAML files to checked help sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from apps.actions.help_sheets.schema import LANGUAGE, HelpSheet, PictureSection
from apps.rie.content.loader import PSA_DIR
from apps.rie.content.schema import InstrumentText
from apps.rie.content.yamlfile import ContentError, read_yaml

SHEETS_DIR = Path(__file__).parent / LANGUAGE
PICTURES_DIR = Path(__file__).parents[3] / "templates" / "actions" / "help_sheets" / "pictures"


def load_sheets(directory: Path = SHEETS_DIR) -> tuple[HelpSheet, ...]:
    """Every sheet in ``directory``, by group and title.

    Raises:
        ContentError: with all mistakes of all files; each names file, line, key and remedy.
    """
    sheets, problems = [], []
    known = source_words()
    for path in sorted(directory.glob("*.yaml")):
        try:
            sheet = _read(path)
        except ContentError as error:
            problems += error.problems
            continue
        problems += _problems(path.name, sheet, known)
        sheets.append(sheet)
    if problems:
        raise ContentError(problems)
    order = list(type(sheets[0].group)) if sheets else []
    return tuple(sorted(sheets, key=lambda sheet: (order.index(sheet.group), sheet.title)))


def source_words() -> Mapping[str, str]:
    """Key of a source → what it is called in print: the words of the instrument."""
    return read_yaml(PSA_DIR / LANGUAGE / "instrument.yaml").check(InstrumentText).sources


def _read(path: Path) -> HelpSheet:
    file = read_yaml(path)
    if not isinstance(file.data, dict):
        raise ContentError([file.problem((), "must be keys such as title: and sections:")])
    if "key" in file.data:
        raise ContentError([file.problem(("key",), "the name of the file is the key; remove this line")])
    return file.check(HelpSheet, {"key": path.stem, **file.data})


def _problems(name: str, sheet: HelpSheet, known: Mapping[str, str]) -> Iterator[str]:
    for reference in sheet.sources:
        if reference.source not in known:
            yield f"{name}, sources: '{reference.source}' does not exist; choose from {', '.join(known)}"
    for code in sorted({code for code in sheet.measures if sheet.measures.count(code) > 1}):
        yield f"{name}, measures: {code} stands there twice; keep one"
    for section in sheet.sections:
        if isinstance(section, PictureSection) and not (PICTURES_DIR / f"{section.name}.svg").is_file():
            yield f"{name}, sections: there is no picture '{section.name}.svg' in {PICTURES_DIR.name}/"
