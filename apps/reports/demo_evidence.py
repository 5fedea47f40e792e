"""Files that the shop of the demo keeps with its RI&E, so that there is something to see."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django_scopes import scope

from apps.organisations.models import Organisation, User
from apps.rie.domain.evidence import add_evidence
from apps.rie.filetypes import check_file
from apps.rie.models import Dossier

# By the factor they belong to: house rules are in order, what to do after something shocking is so partly.
FILES = {"O10": "gedragsregels-de-linde.pdf", "I09": "telefoonlijst-bij-de-kassa.png"}


def add_demo_evidence(*, organisation: Organisation, folder: Path, user: User) -> None:
    """Add the files in ``folder`` to every dossier of the firm, the way a person does it on the page.

    Call it once, for a firm that has just been imported: it does not look whether they are there.

    Raises:
        OSError: a file is not in the folder.
    """
    contents = {code: ContentFile((folder / name).read_bytes(), name=name) for code, name in FILES.items()}
    with scope(organisation=organisation):
        for dossier in Dossier.objects.filter(organisation=organisation):
            for code, content in contents.items():
                checked = check_file(content, max_bytes=settings.EVIDENCE_MAX_BYTES)
                add_evidence(dossier=dossier, checked=checked, user=user, factor_code=code)
