"""Counts over the firms of a sector. Only what may be published leaves this module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django_scopes import scopes_disabled

from apps.actions.models import Action, ActionStatus
from apps.insights.disclosure import Hidden, Share, firms_for_a_share, published_count, published_share
from apps.organisations.models import Organisation, Sector, SectorManager, User
from apps.rie.content.tree import InstrumentContent, MeasureContent
from apps.rie.domain.instrument import instrument_content, latest
from apps.rie.models import Answer, Dossier
from apps.rie.models.answer import VerdictChoice

MOST_CHOSEN = 10

_PROBLEM = Q(verdict__in=(VerdictChoice.PARTLY, VerdictChoice.NOT_IN_ORDER))
_JUDGED = _PROBLEM | Q(verdict=VerdictChoice.IN_ORDER)


@dataclass(frozen=True)
class SubjectCount:
    """The firms that judged a theme or subtheme, and how many of them have something not in order there."""

    title: str
    share: Share


@dataclass(frozen=True)
class ThemeCount(SubjectCount):
    subthemes: tuple[SubjectCount, ...]


@dataclass(frozen=True)
class MeasureCount:
    measure: MeasureContent
    share: Share


@dataclass(frozen=True)
class SectorCounts:
    """``firms``: in the sector; ``dossiers``: those with answers, one per firm. None: too few to tell.

    Without ``dossiers`` there is nothing else either.
    """

    minimum: int
    firms: int | None = None
    dossiers: int | None = None
    themes: tuple[ThemeCount, ...] = ()
    measures: tuple[MeasureCount, ...] = ()

    @property
    def minimum_of_share(self) -> int:
        """How many firms must have judged a subject before a share of it is told (``published_share``)."""
        return firms_for_a_share(self.minimum)

    @property
    def tells_shares(self) -> bool:
        """Whether enough firms judged any theme; without that not one subtheme has enough either."""
        return any(theme.share.hidden != Hidden.TOO_FEW_FIRMS for theme in self.themes)


def sectors_of(user: User) -> list[Sector]:
    """The sectors somebody sees counts of. One query."""
    managed = SectorManager.objects.filter(user=user).order_by("sector")
    return [Sector(key) for key in managed.values_list("sector", flat=True)]


def sector_counts(sector: Sector) -> SectorCounts:
    """What may be told about the firms of a sector. Five queries, one for a sector with too few firms.

    Runs outside every tenant's scope, and hands out rounded counts of groups only. Counts run in the
    database; trials do not count. Of each firm the newest dossier with a judgement in it counts, so that
    a firm weighs once however many dossiers it has.
    """
    minimum = settings.SECTOR_MINIMUM
    with scopes_disabled():
        firms, counted = _population(sector)
        if counted < minimum:
            return SectorCounts(minimum=minimum)
        content = instrument_content(latest().pk)
        return SectorCounts(
            minimum=minimum,
            firms=published_count(firms, minimum),
            dossiers=published_count(counted, minimum),
            themes=_themes(content, _newest_dossiers(sector), minimum),
            measures=_measures(content, _newest_dossiers(sector), counted, minimum),
        )


def _firms(sector: Sector) -> QuerySet[Organisation]:
    """The firms of a sector, each with the dossier that counts; trials left out."""
    judged = Answer.objects.filter(_JUDGED, dossier=OuterRef("pk"))
    dossiers = Dossier.objects.filter(Exists(judged), organisation=OuterRef("pk"))
    newest = dossiers.order_by("-created_at", "id").values("pk")[:1]
    firms = Organisation.objects.filter(sector=sector, trial_ends_at__isnull=True).order_by()
    return firms.annotate(counted=Subquery(newest))


def _population(sector: Sector) -> tuple[int, int]:
    """Firms in the sector, and those of which a dossier counts. One query."""
    numbers = _firms(sector).aggregate(firms=Count("pk"), with_dossier=Count("counted"))
    return numbers["firms"], numbers["with_dossier"]


def _newest_dossiers(sector: Sector) -> QuerySet[Organisation]:
    """The ids of the dossiers that count, to look up others in."""
    return _firms(sector).filter(counted__isnull=False).values("counted")


def _themes(
    content: InstrumentContent, dossiers: QuerySet[Organisation], minimum: int
) -> tuple[ThemeCount, ...]:
    """Every theme and subtheme, in the order of the instrument. Two queries."""
    of_themes = _problems_by("factor__subtheme__theme__key", dossiers)
    of_subthemes = _problems_by("factor__subtheme__key", dossiers)
    return tuple(
        ThemeCount(
            title=theme.title,
            share=_share_of(of_themes, theme.key, minimum),
            subthemes=tuple(
                SubjectCount(subtheme.title, _share_of(of_subthemes, subtheme.key, minimum))
                for subtheme in theme.subthemes
            ),
        )
        for theme in content.themes
    )


def _problems_by(key: str, dossiers: QuerySet[Organisation]) -> Mapping[str, tuple[int, int]]:
    """Key → firms with something (partly) not in order, and firms that judged it at all. One query.

    Keys are the same in every version of the instrument, so dossiers on an older one count too.
    """
    judged = Answer.objects.filter(_JUDGED, dossier__in=dossiers).order_by()
    rows = judged.values(key).annotate(
        firms=Count("dossier", distinct=True, filter=_PROBLEM), of=Count("dossier", distinct=True)
    )
    return {row[key]: (row["firms"], row["of"]) for row in rows}


def _share_of(found: Mapping[str, tuple[int, int]], key: str, minimum: int) -> Share:
    return published_share(*found.get(key, (0, 0)), minimum)


def _measures(
    content: InstrumentContent, dossiers: QuerySet[Organisation], counted: int, minimum: int
) -> tuple[MeasureCount, ...]:
    """The measures most firms have in their plan, cancelled ones left out. One query."""
    actions = Action.objects.filter(dossier__in=dossiers, measure__isnull=False).order_by()
    chosen = actions.exclude(status=ActionStatus.CANCELLED).values_list("measure__code")
    numbers = dict(chosen.annotate(firms=Count("dossier", distinct=True)))
    shares = (
        MeasureCount(measure, published_share(numbers.get(code, 0), counted, minimum))
        for code, measure in content.measures.items()
    )
    return _most_chosen(shares)


def _most_chosen(measures: Iterable[MeasureCount]) -> tuple[MeasureCount, ...]:
    """The top of the list, sorted on what is published: the exact order would tell what rounding hides."""
    told = [entry for entry in measures if entry.share.hidden in (None, Hidden.ALMOST_ALL)]
    told.sort(key=lambda entry: (entry.share.hidden is None, -(entry.share.firms or 0)))
    return tuple(told[:MOST_CHOSEN])
