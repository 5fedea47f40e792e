"""A spreadsheet that was read back: kept until somebody says yes, then carried out as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.actions.domain.assigning import given_together
from apps.actions.domain.plan import add_action, lock_open_dossier, update_action
from apps.organisations.models import User
from apps.reports.exports.changes import listed, planned_action, preview_of, typed_of
from apps.reports.exports.lines import Outcome, Understood
from apps.reports.exports.preview import Conflict, Preview, RowChanges
from apps.reports.exports.understanding import Known
from apps.reports.models import PlanImport
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

MINE = "mine"


class PlanMovedOnError(Exception):
    """A colleague changed something after the preview was shown. Nothing is carried out."""


class RowRefusedError(Exception):
    """One row cannot be carried out after all. Nothing is. ``messages`` in words."""

    def __init__(self, row: int, title: str, messages: list[str]) -> None:
        super().__init__(f"row {row}")
        self.row, self.title, self.messages = row, title, messages


@dataclass(frozen=True)
class Choice:
    """What somebody chose at a conflict: ``mine`` is the sheet, anything else leaves the plan as it is.

    ``theirs``: fingerprint of the value she was shown beside her own.
    """

    keep: str
    theirs: str


# Row and key of a column → what was chosen there.
Choices = Mapping[tuple[int, str], Choice]


@transaction.atomic
def keep_import(*, dossier: Dossier, file_name: str, understood: Understood, user: User | None) -> PlanImport:
    """Keep what was understood of a file, not the file itself. Nothing in the plan changes.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    if not dossier.is_open:
        raise DossierClosedError
    return PlanImport.objects.create(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        file_name=file_name,
        lines=understood.as_json(),
        by=user,
    )


@transaction.atomic
def apply_import(
    *, plan_import: PlanImport, known: Callable[[], Known], choices: Choices, user: User | None
) -> PlanImport:
    """Carry out every row without a mistake, all or none. Asked twice, it happens once.

    Where a colleague changed the same, hers stays unless ``choices`` says otherwise.

    Args:
        known: reads the plan. Called when nobody else can change it any more.

    Raises:
        DossierClosedError: the dossier is closed.
        PlanMovedOnError: there is a conflict that ``choices`` says nothing of, or about another value.
        RowRefusedError: what was chosen at a conflict does not fit with the rest of its row.
    """
    locked = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    if locked.applied_at is not None:
        return locked
    lock_open_dossier(plan_import.dossier)
    now = known()
    preview = preview_of(Understood.of_json(locked.lines), now, today=timezone.localdate())
    _refuse_unseen(preview, choices)
    with given_together(by=user):
        for row in preview.added:
            _add(row, now, user)
        kept = [row for row in preview.changed if _change(row, choices, now.dossier, user)]
    locked.lines = [*locked.lines, _outcome(preview, choices, kept).as_json()]
    locked.applied_at = timezone.now()
    locked.save(update_fields=["lines", "applied_at"])
    return locked


def _refuse_unseen(preview: Preview, choices: Choices) -> None:
    for row in preview.changed:
        for conflict in row.conflicts:
            choice = choices.get((row.line.row, conflict.key))
            if choice is None or choice.theirs != conflict.theirs:
                raise PlanMovedOnError


def _add(row: RowChanges, known: Known, user: User | None) -> None:
    action = planned_action(row.line, known, timezone.localdate())
    risks = [known.risks[code].factor for code in listed(row.line, "factors") if code in known.risks]
    try:
        add_action(action=action, factors=risks, user=user, co_owners=listed(row.line, "co_owners"))
    except ValidationError as error:
        raise RowRefusedError(row.line.row, row.title, error.messages) from error


def _change(row: RowChanges, choices: Choices, dossier: Dossier, user: User | None) -> bool:
    """Returns whether anything was changed."""
    mine = [conflict for conflict in row.conflicts if _keeps_mine(row, conflict, choices)]
    parts = [*row.changes, *mine]
    if not parts:
        return False
    # The plan is locked and was compared a moment ago: what stands there now is what was agreed to.
    seen = {name: text for part in parts for name, text in part.seen.items()}
    row.action.dossier = dossier
    try:
        outcome = update_action(action=row.action, seen=seen, typed=typed_of(parts), user=user)
    except ValidationError as error:
        raise RowRefusedError(row.line.row, row.title, error.messages) from error
    if outcome.conflicts:
        raise PlanMovedOnError
    return True


def _keeps_mine(row: RowChanges, conflict: Conflict, choices: Choices) -> bool:
    return choices[row.line.row, conflict.key].keep == MINE


def _outcome(preview: Preview, choices: Choices, changed: Collection[RowChanges]) -> Outcome:
    conflicts = [(row, conflict) for row in preview.changed for conflict in row.conflicts]
    return Outcome(
        added=tuple(row.title for row in preview.added),
        changed=tuple(row.title for row in changed),
        left=sum(not _keeps_mine(row, conflict, choices) for row, conflict in conflicts),
        wrong=len(preview.wrong),
    )
