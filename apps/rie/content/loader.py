"""From YAML files to one checked instrument.

Beyond the shape of each file this checks what no single file can know: that every code has its
text, that references exist, and that the rules of the product hold (every factor has at least
two measures, one of them not individual).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from apps.rie.content.schema import (
    FactorSpec,
    FactorText,
    InstrumentSpec,
    InstrumentText,
    MeasureSpec,
    MeasureText,
    ProfileQuestionSpec,
    ProfileQuestionText,
    StrictModel,
)
from apps.rie.content.yamlfile import ContentError, YamlFile, read_yaml
from apps.rie.evaluation import METHODS

PSA_DIR = Path(__file__).parent / "psa"
MIN_MEASURES_PER_FACTOR = 2


class QuestionEntry(StrictModel):
    spec: ProfileQuestionSpec
    text: dict[str, ProfileQuestionText]


class FactorEntry(StrictModel):
    spec: FactorSpec
    text: dict[str, FactorText]


class MeasureEntry(StrictModel):
    spec: MeasureSpec
    text: dict[str, MeasureText]


class InstrumentFile(StrictModel):
    """A whole instrument, complete and consistent: what :func:`load` returns."""

    spec: InstrumentSpec
    text: dict[str, InstrumentText]
    questions: list[QuestionEntry]
    factors: list[FactorEntry]
    measures: list[MeasureEntry]

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of everything: changes when anything a user sees changes."""
        canonical = json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def load_psa() -> InstrumentFile:
    """Our own PSA instrument. Raises :class:`ContentError` when a content file has a mistake."""
    return load(PSA_DIR)


def load(directory: Path) -> InstrumentFile:
    """Read and check the instrument in ``directory``.

    Raises:
        ContentError: with all mistakes of the first stage that has any; each names file, key and remedy,
            and the line where it stands in one place.

    """
    instrument = read_yaml(directory / "instrument.yaml")
    spec = instrument.check(InstrumentSpec)
    questions = _read_list(directory / "profile.yaml", ProfileQuestionSpec)
    factors = _read_list(directory / "factors.yaml", FactorSpec)
    measures = _read_list(directory / "measures.yaml", MeasureSpec)
    _raise_if_any(_structure_problems(spec, questions, factors, measures))

    texts = {language: _Texts(directory / language) for language in spec.languages}
    problems: list[str] = []
    for language, text in texts.items():
        problems += text.problems
        problems += _coverage(language, "factor", text.factors, [f.code for f in factors])
        problems += _coverage(language, "measure", text.measures, [m.code for m in measures])
        problems += _coverage(language, "profile question", text.questions, [q.key for q in questions])
        for code, factor_text in text.factors.items():
            examples = set(factor_text.examples) if factor_text else set()
            problems += _unknown(f"{language}/, {code}, examples", examples, set(spec.sectors))
        problems += _instrument_text_problems(language, text.instrument, spec, questions, text.questions)
    _raise_if_any(problems)
    return InstrumentFile(
        spec=spec,
        text={language: text.instrument for language, text in texts.items()},
        questions=[
            QuestionEntry(spec=q, text={lang: t.questions[q.key] for lang, t in texts.items()})
            for q in questions
        ],
        factors=[
            FactorEntry(spec=f, text={lang: t.factors[f.code] for lang, t in texts.items()}) for f in factors
        ],
        measures=[
            MeasureEntry(spec=m, text={lang: t.measures[m.code] for lang, t in texts.items()})
            for m in measures
        ],
    )


class _Texts:
    """All texts of one language, gathered from its folder."""

    def __init__(self, directory: Path) -> None:
        self.problems: list[str] = []
        self.instrument = read_yaml(directory / "instrument.yaml").check(InstrumentText)
        self.questions = self._merge([directory / "profile.yaml"], ProfileQuestionText)
        self.factors = self._merge(sorted((directory / "factors").glob("*.yaml")), FactorText)
        self.measures = self._merge(sorted((directory / "measures").glob("*.yaml")), MeasureText)

    def _merge(self, paths: Iterable[Path], model: type[StrictModel]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for path in paths:
            file = read_yaml(path)
            if not isinstance(file.data, dict):
                self.problems.append(file.problem((), "must be entries that start with their code and ':'"))
                continue
            for key, data in file.data.items():
                if key in merged:
                    self.problems.append(file.problem((key,), "this text exists twice; keep one"))
                try:
                    merged[key] = file.check(model, data, prefix=(key,))
                except ContentError as error:
                    self.problems += error.problems
                    merged[key] = None
        return merged


def _read_list(path: Path, model: type[StrictModel]) -> list[Any]:
    file = read_yaml(path)
    if not isinstance(file.data, list):
        raise ContentError([file.problem((), "must be a list; start each entry with '- '")])
    problems: list[str] = []
    entries = []
    for number, data in enumerate(file.data):
        try:
            entries.append(file.check(model, data, prefix=(number,)))
        except ContentError as error:
            problems += [_name_entry(problem, data) for problem in error.problems]
    _raise_if_any(problems)
    return entries


def _name_entry(problem: str, data: Any) -> str:
    name = data.get("code") or data.get("key") if isinstance(data, dict) else None
    return f"{problem} [{name}]" if name else problem


def _raise_if_any(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        raise ContentError(found)


def _structure_problems(
    spec: InstrumentSpec,
    questions: list[ProfileQuestionSpec],
    factors: list[FactorSpec],
    measures: list[MeasureSpec],
) -> Iterator[str]:
    subthemes = {key for theme in spec.themes for key in theme.subthemes}
    options = {f"{question.key}.{option}" for question in questions for option in question.options}
    conditions = {f"{question.key}.{option}" for question in questions for option in _explained(question)}
    grounds = {ground.key for ground in spec.legal_grounds}
    sources = {source.key for source in spec.sources}
    codes = {factor.code for factor in factors}
    yield from _unknown("instrument.yaml, method", {spec.method}, set(METHODS))
    for law in spec.coming_law:
        yield from _unknown(f"instrument.yaml, coming_law, {law.key}", set(law.factors), codes)
    yield from _twice("instrument.yaml, themes", [theme.key for theme in spec.themes])
    yield from _twice("instrument.yaml, themes", [key for theme in spec.themes for key in theme.subthemes])
    yield from _twice("instrument.yaml, legal_grounds", [ground.key for ground in spec.legal_grounds])
    yield from _twice("instrument.yaml, sources", [source.key for source in spec.sources])
    yield from _twice("profile.yaml", [question.key for question in questions])
    yield from _twice("factors.yaml", [factor.code for factor in factors])
    yield from _twice("measures.yaml", [measure.code for measure in measures])
    for factor in factors:
        yield from _unknown(f"factors.yaml, {factor.code}, subtheme", {factor.subtheme}, subthemes)
        yield from _unknown(f"factors.yaml, {factor.code}, applies_if", set(factor.applies_if), conditions)
        yield from _unknown(f"factors.yaml, {factor.code}, legal_grounds", set(factor.legal_grounds), grounds)
        yield from _unknown(
            f"factors.yaml, {factor.code}, special_groups",
            set(factor.special_groups),
            set(spec.special_groups),
        )
        yield from _unknown(f"factors.yaml, {factor.code}, method", {factor.method} - {""}, set(METHODS))
        yield from _measure_rule(factor, measures)
    for measure in measures:
        where = f"measures.yaml, {measure.code}"
        yield from _unknown(f"{where}, factors", set(measure.factors), codes)
        yield from _unknown(f"{where}, fits_if", set(measure.fits_if), options)
        yield from _unknown(f"{where}, sectors", set(measure.sectors), set(spec.sectors))
        yield from _unknown(f"{where}, source", {measure.source} - {""}, sources)


def _measure_rule(factor: FactorSpec, measures: list[MeasureSpec]) -> Iterator[str]:
    fitting = [measure for measure in measures if factor.code in measure.factors]
    if len(fitting) < MIN_MEASURES_PER_FACTOR:
        yield (
            f"measures.yaml: factor {factor.code} has {len(fitting)} measure(s); "
            f"link it to at least {MIN_MEASURES_PER_FACTOR}"
        )
    if all(measure.is_individual for measure in fitting):
        yield f"measures.yaml: factor {factor.code} has only individual measures; link one for team or firm"


def _explained(question: ProfileQuestionSpec) -> list[str]:
    """The options that may switch a factor on; for each there is a reason when it was not chosen."""
    return ["yes"] if question.kind == "single" else question.options


def _twice(file: str, codes: list[str]) -> Iterator[str]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{file}: {code} stands there twice; keep one"


def _unknown(where: str, used: set[str], known: set[str]) -> Iterator[str]:
    for key in sorted(used - known):
        yield f"{where}: '{key}' does not exist; choose from {', '.join(sorted(known)[:12])}"


def _coverage(language: str, kind: str, texts: dict[str, Any], codes: list[str]) -> Iterator[str]:
    for code in codes:
        if code not in texts:
            yield f"{language}/: {kind} {code} has no text; add it"
    for code in sorted(set(texts) - set(codes)):
        yield f"{language}/: there is text for {kind} {code}, which does not exist; remove it or fix the code"


def _instrument_text_problems(
    language: str,
    text: InstrumentText,
    spec: InstrumentSpec,
    questions: list[ProfileQuestionSpec],
    question_texts: dict[str, ProfileQuestionText | None],
) -> Iterator[str]:
    wanted = {
        "theme": (text.themes, [theme.key for theme in spec.themes]),
        "subtheme": (text.subthemes, [key for theme in spec.themes for key in theme.subthemes]),
        "legal ground": (text.legal_grounds, [ground.key for ground in spec.legal_grounds]),
        "special group": (text.special_groups, spec.special_groups),
        "sector": (text.sectors, spec.sectors),
        "source": (text.sources, [source.key for source in spec.sources]),
        "coming law": (text.coming_law, [law.key for law in spec.coming_law]),
    }
    for kind, (texts, keys) in wanted.items():
        yield from _coverage(language, kind, texts, keys)
    for question in questions:
        found = question_texts.get(question.key)
        if found is not None:
            yield from _coverage(language, f"option of {question.key}", found.options, question.options)
            reasons = _explained(question)
            yield from _coverage(language, f"off_reason of {question.key}", found.off_reason, reasons)


__all__ = ["ContentError", "InstrumentFile", "YamlFile", "load", "load_psa"]
