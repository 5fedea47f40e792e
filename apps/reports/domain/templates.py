"""The Word template of a firm: put ours or its own in use."""

from __future__ import annotations

import logging

from django.core.files.storage import default_storage
from django.db import transaction

from apps.organisations.models import Organisation, User
from apps.reports.documents.checking import check_template
from apps.reports.models import DocumentTemplate
from apps.rie.domain.evidence import scan
from apps.rie.filetypes import CheckedFile

logger = logging.getLogger(__name__)


def set_template(*, organisation: Organisation, checked: CheckedFile, user: User | None) -> DocumentTemplate:
    """Use this Word file for the report of the firm, instead of ours or the one before.

    Nothing is kept of a file that is refused, and the template that was in use stays then.

    Raises:
        TemplateProblem: it cannot be a template, in words.
        InfectedFileError: the virus scanner found something.
        ScannerUnavailableError: the virus scanner did not answer.
    """
    scan(checked.content)
    check_template(checked.content)
    checked.content.seek(0)
    template = DocumentTemplate(
        organisation=organisation,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        added_by=user,
    )
    template.file.save("sjabloon.docx", checked.content, save=False)
    try:
        _replace(template)
    except BaseException:  # also when the server is told to stop
        default_storage.delete(template.file.name)
        raise
    logger.info("template_set organisation=%s template=%s", organisation.pk, template.pk)
    return template


def remove_template(*, organisation: Organisation) -> None:
    """Go back to our template; the file of the firm is deleted."""
    with transaction.atomic():
        _forget(organisation)


def _replace(template: DocumentTemplate) -> None:
    """Two at once: the row of the firm is locked, so the last one stays and no file is left behind."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=template.organisation_id)
        _forget(template.organisation)
        template.save(force_insert=True)


def _forget(organisation: Organisation) -> None:
    for row in DocumentTemplate.objects.filter(organisation=organisation):
        row.delete()
        transaction.on_commit(lambda name=row.file.name: default_storage.delete(name))
