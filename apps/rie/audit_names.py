"""What the ids and codes of this room are called in the log of a firm."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Dossier


def names_in_log(parts: Collection[str]) -> dict[str, str]:
    """Dossiers by id, and statements, subjects and measures by code as the newest of these dossiers has them.

    One query. Parts that are none of these are left out.
    """
    dossiers = list(Dossier.objects.filter(pk__in=filter(_is_id, parts)).order_by("year"))
    names = {str(dossier.pk): str(dossier) for dossier in dossiers}
    if dossiers:
        content = instrument_content(dossiers[-1].instrument_id)
        for part in parts:
            if part in content.factors:
                names[part] = f"{part}: {content.factors[part].text.statement}"
            elif part in content.subthemes:
                names[part] = content.subthemes[part].title
            elif part in content.measures:
                names[part] = f"{part}: {content.measures[part].text.title}"
    return names


def _is_id(part: str) -> bool:
    try:
        UUID(part)
    except ValueError:
        return False
    return True
