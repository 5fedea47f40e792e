"""The end of a firm: everything it owned goes, rows and files, and nothing brings it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django_scopes import scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.organisations.domain.leftovers import blank_in_admin_log
from apps.organisations.models import Organisation
from apps.organisations.records import file_fields, links_to, tables

IDS_PER_QUERY = 50
Way = tuple[type[models.Model], str]


@dataclass(frozen=True)
class Deleted:
    """What went. Counts only: nothing here may tell what it was.

    ``rows``: model label → number of rows. ``files``: files that rows pointed at; left-overs of a crash in
    the folders of the firm go as well, uncounted. ``jobs``: jobs that named something of the firm.
    """

    rows: dict[str, int]
    files: int
    jobs: int


def delete_organisation(*, organisation: Organisation) -> Deleted:
    """Delete a firm with everything in it: rows, record of who looked, files, and jobs that name it.

    People keep their accounts. Files go as soon as the transaction is really saved; a firm that comes back
    because the transaction failed still has them. A worker that is busy with a report of the firm finds
    its row gone and throws its file away. A firm that is gone already: nothing happens.
    """
    with transaction.atomic(), scopes_disabled():
        # Nobody can add a row to a firm that is locked for deletion.
        locked = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
        if locked is None:
            return Deleted(rows={}, files=0, jobs=0)
        files = [file for model in models_of_a_firm() for file in _files_of(model, {"organisation": locked})]
        jobs = _delete_jobs([locked.pk, *_ids_in_jobs(locked)])
        blank_in_admin_log(words=[str(locked.pk)])
        _total, rows = locked.delete()
        transaction.on_commit(lambda: _delete_files(organisation.pk, files), robust=True)
    return Deleted(rows=rows, files=len(files), jobs=jobs)


def delete_with_files(*, rows: models.QuerySet) -> int:
    """Delete rows of firms with what hangs on them and the files of that. Returns the number of ``rows``.

    The verb of a room for something smaller than a firm: ``rows`` are of one model, for example dossiers.
    Runs without a tenant's scope: the caller says which rows.
    """
    with transaction.atomic(), scopes_disabled():
        ids = list(rows.values_list("pk", flat=True))
        hanging = [(rows.model, "pk"), *_ways_to(rows.model)]
        files = {file for model, way in hanging for file in _files_of(model, {f"{way}__in": ids})}
        _delete_jobs(list({*ids, *_ids_of_files(hanging, ids)}))
        rows.model._base_manager.filter(pk__in=ids).delete()
        transaction.on_commit(lambda: _delete_each(files), robust=True)
    return len(ids)


def models_of_a_firm() -> list[type[models.Model]]:
    """Every noun of every room that belongs to a firm: those that point at one."""
    return [model for model in tables() if any(links_to(model, Organisation))]


def _ways_to(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> Iterator[Way]:
    """Every noun that goes along when a row of ``model`` goes, and the path that leads from it to that row;
    also over several tables: a report of a round of a dossier."""
    for other in models_of_a_firm():
        for link in links_to(other, model):
            if link.remote_field.on_delete is models.CASCADE and other not in (model, *seen):
                yield other, link.name
                yield from ((far, f"{way}__{link.name}") for far, way in _ways_to(other, (model, *seen)))


def _ids_of_files(hanging: Iterable[Way], ids: list[Any]) -> Iterator[UUID]:
    """The ids of rows for which a job makes a file."""
    for model, way in hanging:
        if file_fields(model):
            yield from model._base_manager.filter(**{f"{way}__in": ids}).values_list("pk", flat=True)


def _files_of(model: type[models.Model], which: dict[str, Any]) -> Iterator[tuple[Storage, str]]:
    for field in file_fields(model):
        rows = model._base_manager.filter(**which).exclude(**{field.name: ""})
        yield from ((field.storage, name) for name in rows.values_list(field.name, flat=True))


def _ids_in_jobs(organisation: Organisation) -> Iterator[UUID]:
    """The ids that jobs are given: of dossiers, and of rows that a file is made for."""
    for model in models_of_a_firm():
        if model._meta.label == "rie.Dossier" or file_fields(model):
            yield from model._base_manager.filter(organisation=organisation).values_list("pk", flat=True)


def _delete_jobs(ids: list[UUID]) -> int:
    """Delete waiting and finished jobs whose arguments name one of these ids.

    One that runs is left to its worker, which needs its row: it names ids only, and goes with the other
    finished ones when its time is over.
    """
    deleted = 0
    for start in range(0, len(ids), IDS_PER_QUERY):
        named = Q()
        for one in ids[start : start + IDS_PER_QUERY]:
            named |= Q(arguments__contains=str(one))
        jobs = DBTaskResult.objects.annotate(arguments=Cast("args_kwargs", TextField()))
        jobs = jobs.filter(named).exclude(status=TaskResultStatus.RUNNING)
        deleted += DBTaskResult.objects.filter(pk__in=[job.pk for job in jobs]).delete()[0]
    return deleted


def _delete_each(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)


def _delete_files(organisation_id: UUID, files: Iterable[tuple[Storage, str]]) -> None:
    _delete_each(files)
    for folder in _folders_of(organisation_id):
        _delete_folder(folder)


def delete_left_over_files(*, now: datetime, dry_run: bool) -> list[str]:
    """Daily job: delete the files of firms that no longer exist (a crash came between rows and files)."""
    folders = {
        name for kind in _kinds_of_files() for name in default_storage.listdir(kind)[0] if _is_id(name)
    }
    folders -= {str(pk) for pk in Organisation.objects.values_list("pk", flat=True)}
    if not dry_run:
        for folder in folders:
            _delete_files(UUID(folder), [])
    return [f"firms of which only files were left: {len(folders)}"]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _kinds_of_files() -> list[str]:
    return default_storage.listdir("")[0] if default_storage.exists("") else []


def _folders_of(organisation_id: UUID) -> list[str]:
    """Files of a firm stand under ``<what>/<organisation>/``."""
    folders = [f"{kind}/{organisation_id}" for kind in _kinds_of_files()]
    return [folder for folder in folders if default_storage.exists(folder)]


def _delete_folder(folder: str) -> None:
    folders, files = default_storage.listdir(folder)
    for name in folders:
        _delete_folder(f"{folder}/{name}")
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
