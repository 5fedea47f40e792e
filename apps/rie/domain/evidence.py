"""Files that show that something is arranged: added, removed, looked at by a virus scanner.

A scanner is a function that gets the file before it is kept (``settings.EVIDENCE_SCANNER``, a dotted path;
``docs/uploads.md`` has one for clamd). It returns nothing for a clean file and raises
:class:`InfectedFileError` for an infected one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.module_loading import import_string

from apps.organisations.models import User
from apps.rie.domain.errors import DossierClosedError
from apps.rie.filetypes import CheckedFile
from apps.rie.models import Dossier, Evidence

logger = logging.getLogger(__name__)


class TooManyFilesError(Exception):
    """The dossier holds as many files as it may."""


class InfectedFileError(Exception):
    """A virus scanner found something. The file is not kept."""


class ScannerUnavailableError(Exception):
    """The virus scanner gave no answer, so the file is not kept."""


class Scanner(Protocol):
    """What a virus scanner looks like; the file stands at its start.

    Raises:
        InfectedFileError: it found something.
        OSError: it cannot be reached; the person is asked to try again later.
    """

    def __call__(self, content: File) -> None: ...


def add_evidence(
    *,
    dossier: Dossier,
    checked: CheckedFile,
    user: User | None,
    factor_code: str = "",
    action_id: UUID | None = None,
) -> Evidence:
    """Keep a file with a dossier. When anything fails, neither the row nor the file stays behind.

    Args:
        checked: what :func:`apps.rie.filetypes.check_file` made of the file that was sent.
        factor_code: the factor it belongs to; empty for the whole dossier.
        action_id: the action of the plan that it belongs to, if any.

    Raises:
        DossierClosedError: the dossier is closed.
        TooManyFilesError: it holds ``settings.EVIDENCE_MAX_FILES`` files already.
        InfectedFileError: the virus scanner found something.
        ScannerUnavailableError: the virus scanner did not answer.
    """
    if not dossier.is_open:
        raise DossierClosedError
    scan(checked.content)
    checked.content.seek(0)
    evidence = Evidence(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        factor_code=factor_code,
        action_id=action_id,
        name=checked.name,
        content_type=checked.kind.content_type,
        size=checked.size,
        sha256=checked.sha256,
        added_by=user,
    )
    # The name on disk: random, with the extension of what the content is.
    evidence.file.save(f"{uuid4()}{checked.kind.extensions[0]}", checked.content, save=False)
    try:
        _insert(evidence)
    except BaseException:  # also when the server is told to stop
        default_storage.delete(evidence.file.name)
        raise
    logger.info("evidence_added evidence=%s dossier=%s", evidence.pk, dossier.pk)
    return evidence


def remove_evidence(*, evidence: Evidence) -> None:
    """Delete the row and the file itself.

    The file goes last but inside the transaction: when it cannot be deleted, the row stays, and the person
    sees that it is not gone.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    with transaction.atomic():
        _lock_open(evidence.dossier_id)
        Evidence.objects.filter(pk=evidence.pk).delete()
        default_storage.delete(evidence.file.name)
    logger.info("evidence_removed evidence=%s dossier=%s", evidence.pk, evidence.dossier_id)


def _insert(evidence: Evidence) -> None:
    """The row, unless the dossier was closed or got full a moment ago."""
    with transaction.atomic():
        _lock_open(evidence.dossier_id)
        if Evidence.objects.filter(dossier=evidence.dossier_id).count() >= settings.EVIDENCE_MAX_FILES:
            raise TooManyFilesError
        evidence.save(force_insert=True)


def _lock_open(dossier_id: object) -> None:
    """Keep a dossier as it is until the end of the transaction.

    Raises:
        DossierClosedError: it is closed.
    """
    dossier = Dossier.objects.select_for_update().only("state").get(pk=dossier_id)
    if not dossier.is_open:
        raise DossierClosedError


def scan(content: File) -> None:
    """Let the virus scanner look at a file, when there is one.

    Raises:
        InfectedFileError: it found something.
        ScannerUnavailableError: it did not answer.
    """
    if not settings.EVIDENCE_SCANNER:
        return
    scanner: Callable[[File], None] = import_string(settings.EVIDENCE_SCANNER)
    content.seek(0)
    try:
        scanner(content)
    except OSError as error:
        logger.error("evidence_scanner_unavailable error=%s", type(error).__name__)
        raise ScannerUnavailableError from error
