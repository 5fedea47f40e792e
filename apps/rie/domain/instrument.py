"""Publishing an instrument, and reading a published one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import lru_cache
from types import MappingProxyType

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils.translation import get_language

from apps.rie.content.loader import InstrumentFile
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
from apps.rie.content.tree import (
    FactorContent,
    InstrumentContent,
    MeasureContent,
    QuestionContent,
    SubthemeContent,
    ThemeContent,
)
from apps.rie.models import Factor, Instrument, Measure, ProfileQuestion, Subtheme, Theme

# Ids follow from what a row is, so the same content has the same ids in every database.
_NAMESPACE = uuid.UUID("6f3d1c0a-6d0b-5a0e-9d52-0f3f3b1f7c11")


class VersionTakenError(Exception):
    """This version is published with other content; published content never changes in place."""


def publish(content: InstrumentFile, *, using: str = DEFAULT_DB_ALIAS) -> Instrument:
    """Put an instrument in the database, unless exactly this content is there already.

    Raises:
        VersionTakenError: the version exists with another content hash: raise ``version`` in
            ``instrument.yaml``.
    """
    spec = content.spec
    existing = Instrument.objects.using(using).filter(slug=spec.slug, version=spec.version).first()
    if existing is not None:
        if existing.content_hash != content.content_hash:
            raise VersionTakenError(
                f"{spec.slug} {spec.version} is already published with other content. "
                "Give the changed content a new version in instrument.yaml."
            )
        return existing
    with transaction.atomic(using=using):
        return _create(content, using)


def latest(slug: str = "psa") -> Instrument:
    """The newest published version of an instrument. One query."""
    return Instrument.objects.filter(slug=slug).latest("published_at", "version")


def instrument_content(instrument_id: uuid.UUID) -> InstrumentContent:
    """A published instrument in the language of this moment. Four queries the first time, then none."""
    return _read(instrument_id, (get_language() or "nl").split("-")[0])


def _id(content: InstrumentFile, *parts: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, "/".join((content.spec.slug, content.spec.version, *parts)))


def _body(spec: StrictModel | None, text: dict[str, StrictModel]) -> dict[str, object]:
    return {
        "spec": spec.model_dump(mode="json") if spec else None,
        "text": {language: value.model_dump(mode="json") for language, value in text.items()},
    }


def _create(content: InstrumentFile, using: str) -> Instrument:
    instrument = Instrument(
        id=_id(content),
        slug=content.spec.slug,
        version=content.spec.version,
        content_hash=content.content_hash,
        method=content.spec.method,
        body=_body(content.spec, content.text),
    )
    instrument.save(using=using)
    themes, subthemes = [], []
    for number, theme in enumerate(content.spec.themes):
        row = Theme(
            id=_id(content, "theme", theme.key),
            instrument=instrument,
            key=theme.key,
            position=number,
            body=_body(None, {language: text.themes[theme.key] for language, text in content.text.items()}),
        )
        themes.append(row)
        subthemes += [
            Subtheme(
                id=_id(content, "subtheme", key),
                instrument=instrument,
                theme=row,
                key=key,
                position=number * 100 + place,
                body=_body(None, {language: text.subthemes[key] for language, text in content.text.items()}),
            )
            for place, key in enumerate(theme.subthemes)
        ]
    subtheme_rows = {subtheme.key: subtheme for subtheme in subthemes}
    rows: dict[type[models.Model], list[models.Model]] = {
        Theme: themes,
        Subtheme: subthemes,
        ProfileQuestion: [
            ProfileQuestion(
                id=_id(content, "question", entry.spec.key),
                instrument=instrument,
                key=entry.spec.key,
                position=number,
                body=_body(entry.spec, entry.text),
            )
            for number, entry in enumerate(content.questions)
        ],
        Factor: [
            Factor(
                id=_id(content, "factor", entry.spec.code),
                instrument=instrument,
                subtheme=subtheme_rows[entry.spec.subtheme],
                code=entry.spec.code,
                position=number,
                body=_body(entry.spec, entry.text),
            )
            for number, entry in enumerate(content.factors)
        ],
        Measure: [
            Measure(
                id=_id(content, "measure", entry.spec.code),
                instrument=instrument,
                code=entry.spec.code,
                position=number,
                body=_body(entry.spec, entry.text),
            )
            for number, entry in enumerate(content.measures)
        ],
    }
    for model, objects in rows.items():
        model.objects.using(using).bulk_create(objects)
    return instrument


@lru_cache(maxsize=32)
def _read(instrument_id: uuid.UUID, language: str) -> InstrumentContent:
    instrument = Instrument.objects.get(pk=instrument_id)
    spec = InstrumentSpec.model_validate(instrument.body["spec"])
    if language not in spec.languages:
        language = spec.languages[0]
    text = _in_order(spec, InstrumentText.model_validate(instrument.body["text"][language]))
    factors = {
        row.code: FactorContent(
            id=row.pk,
            spec=FactorSpec.model_validate(row.body["spec"]),
            text=FactorText.model_validate(row.body["text"][language]),
        )
        for row in instrument.factors.all()
    }
    measures = {
        row.code: MeasureContent(
            id=row.pk,
            spec=MeasureSpec.model_validate(row.body["spec"]),
            text=MeasureText.model_validate(row.body["text"][language]),
        )
        for row in instrument.measures.all()
    }
    questions = {
        row.key: QuestionContent(
            spec=ProfileQuestionSpec.model_validate(row.body["spec"]),
            text=ProfileQuestionText.model_validate(row.body["text"][language]),
        )
        for row in instrument.profile_questions.all()
    }
    themes = _themes(spec, text, factors)
    measures_for: dict[str, list[MeasureContent]] = defaultdict(list)
    for measure in measures.values():
        for code in measure.spec.factors:
            measures_for[code].append(measure)
    return InstrumentContent(
        id=instrument.pk,
        content_hash=instrument.content_hash,
        spec=spec,
        text=text,
        themes=themes,
        questions=MappingProxyType(questions),
        factors=MappingProxyType({f.code: f for theme in themes for f in theme.factors}),
        measures=MappingProxyType(measures),
        subthemes=MappingProxyType({s.key: s for theme in themes for s in theme.subthemes}),
        factors_by_id=MappingProxyType({factor.id: factor for factor in factors.values()}),
        measures_for=MappingProxyType({code: tuple(found) for code, found in measures_for.items()}),
    )


def _in_order(spec: InstrumentSpec, text: InstrumentText) -> InstrumentText:
    """Texts in the order of the instrument: PostgreSQL does not keep the order of keys in JSON."""
    groups = {key: text.special_groups[key] for key in spec.special_groups}
    return text.model_copy(update={"special_groups": groups})


def _themes(
    spec: InstrumentSpec, text: InstrumentText, factors: dict[str, FactorContent]
) -> tuple[ThemeContent, ...]:
    return tuple(
        ThemeContent(
            key=theme.key,
            title=text.themes[theme.key].title,
            intro=text.themes[theme.key].intro,
            subthemes=tuple(
                SubthemeContent(
                    key=key,
                    theme_key=theme.key,
                    title=text.subthemes[key].title,
                    intro=text.subthemes[key].intro,
                    factors=tuple(factor for factor in factors.values() if factor.spec.subtheme == key),
                )
                for key in theme.subthemes
            ),
        )
        for theme in spec.themes
    )
