"""The checks of a dossier file that need more than the file's own shape: does what it names exist?

These checks read the data as it came in and skip what has the wrong shape, because the schema
reports that. So one run finds every mistake of both kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.reports.exchange.checking_plan import class_problems, plan_problems, reference_problems
from apps.reports.exchange.lookups import Problem, mapping, sequence, twice, unknown, unknown_key
from apps.reports.exchange.schema import DossierFile
from apps.reports.exchange.values import profile_options
from apps.rie.content.tree import InstrumentContent
from apps.rie.content.yamlfile import ContentError, YamlFile
from apps.rie.domain.instrument import instrument_content, latest
from apps.rie.domain.profile import InvalidProfileError, check_profile
from apps.rie.models import Instrument


@dataclass(frozen=True)
class CheckedFile:
    """A file without mistakes, with the instrument it was checked against."""

    data: DossierFile
    content: InstrumentContent


def check(file: YamlFile) -> CheckedFile:
    """Check the whole file. Two queries, and six more the first time an instrument is read.

    Raises:
        ContentError: with every mistake, in the order of the lines.
    """
    found: list[Problem] = []
    content = _instrument(file.data, found)
    found += _departments(file.data)
    found += reference_problems(file.data)
    if content is not None:
        found += _profile(file.data, content)
        found += _references(file.data, content)
    problems = [file.problem(location, message) for location, message in found]
    try:
        data = file.check(DossierFile)
    except ContentError as error:
        problems += error.problems
    else:
        if content is not None and not problems:
            problems = [file.problem(*problem) for problem in class_problems(data, content)]
    if problems or content is None:
        raise ContentError(sorted(problems, key=lambda problem: _line(file, problem)))
    return CheckedFile(data=data, content=content)


def _instrument(data: object, found: list[Problem]) -> InstrumentContent | None:
    """The instrument the file names; None, with the reason in ``found``, when there is no such thing."""
    named = mapping(data, "dossier")
    slug, version = named.get("instrument"), named.get("version")
    published = {(row.slug, row.version): row for row in Instrument.objects.only("slug", "version")}
    slugs = sorted({slug for slug, _version in published})
    if isinstance(slug, str) and slug not in slugs:
        known = f"choose from {', '.join(slugs)}" if slugs else "publish it first: manage.py load_instrument"
        found.append((("dossier", "instrument"), f"there is no instrument '{slug}'; {known}"))
        return None
    if not isinstance(slug, str):
        return None
    if isinstance(version, str) and (slug, version) not in published:
        versions = ", ".join(sorted(v for s, v in published if s == slug))
        found.append((("dossier", "version"), f"there is no version '{version}'; choose from {versions}"))
        return None
    row = published[slug, version] if isinstance(version, str) else latest(slug)
    return instrument_content(row.pk)


def _departments(data: object) -> Iterator[Problem]:
    """Departments stand in the file once, and answers name departments that stand there."""
    entries = sequence(mapping(data, "organisation"), "departments")
    names = [entry.get("name") if isinstance(entry, dict) else None for entry in entries]
    for number, name in enumerate(names):
        if isinstance(name, str) and name in names[:number]:
            yield ("organisation", "departments", number, "name"), f"'{name}' stands here twice; keep one"
    known = [name for name in names if isinstance(name, str)]
    for code, answer in mapping(data, "answers").items():
        yield from unknown(("answers", code, "departments"), sequence(answer, "departments"), known)


def _profile(data: object, content: InstrumentContent) -> Iterator[Problem]:
    for key, value in mapping(data, "profile").items():
        if not isinstance(key, str) or value is None:
            continue
        options = profile_options(value)
        if not all(isinstance(option, str) for option in options):
            continue
        yield from twice(("profile", key), options)
        try:
            check_profile(content, {key: options})
        except InvalidProfileError as error:
            yield ("profile", key), str(error).removeprefix(f"{key}: ")


def _references(data: object, content: InstrumentContent) -> Iterator[Problem]:
    """Factors, measures and special groups that the instrument does not have, or that stand there twice."""
    factors, measures = list(content.factors), list(content.measures)
    for code, answer in mapping(data, "answers").items():
        here = ("answers", code)
        yield from unknown_key(here, code, factors)
        groups = content.spec.special_groups
        yield from unknown((*here, "special_groups"), sequence(answer, "special_groups"), groups)
        yield from unknown((*here, "measures_in_place"), sequence(answer, "measures_in_place"), measures)
    for number, change in enumerate(sequence(data, "priority_changes")):
        if isinstance(change, dict):
            yield from unknown_key(("priority_changes", number, "factor"), change.get("factor"), factors)
    yield from plan_problems(data, content)
    for code in mapping(data, "settled"):
        yield from unknown_key(("settled", code), code, factors)


def _line(file: YamlFile, problem: str) -> int:
    return int(problem.removeprefix(f"{file.name}, line ").split(",")[0])
