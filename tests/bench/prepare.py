"""``python -m tests.bench.prepare COUNT``: fill the database of DATABASE_URL; says in JSON with what.

A process of its own, because Django knows one database from beginning to end.
"""

from __future__ import annotations

import json
import sys


def main(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from apps.rie.domain.instrument import instrument_content
    from apps.rie.domain.profile import active_factors
    from tests.bench.application import Page, log_in
    from tests.bench.firms import empty_dossier

    call_command("migrate", verbosity=0)
    people = []
    for _number in range(count):
        dossier = empty_dossier()
        asked = active_factors(instrument_content(dossier.instrument_id), dossier.profile)
        subjects = dict.fromkeys(factor.spec.subtheme for factor in asked)
        pages = [Page(key, "rie:subtheme", (key,)).path(dossier) for key in subjects]
        people.append({"session": log_in(dossier).cookies["sessionid"].value, "pages": pages})
    print(json.dumps(people))


if __name__ == "__main__":
    main(int(sys.argv[1]))
