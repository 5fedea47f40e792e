"""Freezing a dossier: one version per content, numbered, never changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from apps.organisations.models import User
from apps.review.content import canonical, content_of, digest
from apps.review.models import Version
from apps.rie.models import Dossier


@transaction.atomic
def freeze(*, dossier: Dossier, user: User | None) -> Version:
    """The dossier as it is now, frozen. Not changed since a version, that version comes back.

    The dossier is locked meanwhile, so that a version holds one moment and two at once get one number each.
    """
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    text = canonical(content_of(dossier))
    sha256 = digest(text)
    known = Version.objects.filter(dossier=dossier, sha256=sha256).first()
    if known is not None:
        return known
    last = Version.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"] or 0
    version = Version(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        number=last + 1,
        content=text,
        sha256=sha256,
        made_by=user,
    )
    version.save()
    return version


def is_intact(version: Version) -> bool:
    """Whether the content is still what was frozen, to the byte."""
    return digest(version.content) == version.sha256
