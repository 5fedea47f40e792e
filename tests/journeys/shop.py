"""What the owner of a flower shop with twelve people says about her firm and its work."""

from __future__ import annotations

from dataclasses import dataclass, field

NAME = "Bloemenwinkel De Linde"
FIRM = {"name": NAME, "kvk_number": "12345678", "headcount": "12", "paid_hours_per_week": "260"}
SECTOR = "detailhandel"

# Question of the verkenning → the answers she clicks on.
PROFILE = {
    "contact": ["yes"],
    "heavy_contact": ["no"],
    "money": ["yes"],
    "alone": ["yes"],
    "hours": ["peaks", "irregular"],
    "work": ["interruptions"],
    "staffing": ["no"],
    "spread": ["no"],
    "change": ["no"],
    "digital": ["no"],
    "apps": ["no"],
    "ai": ["no"],
    "monitoring": ["no"],
    "remote": ["no"],
    "groups": ["flex"],
    "care_tasks": ["yes"],
    "dependency": ["none"],
    "events": ["none"],
}


@dataclass(frozen=True)
class Problem:
    """Something that is wrong: ``lists`` are chosen, ``texts`` are typed."""

    verdict: str
    priority: str
    lists: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


PROBLEMS = {
    "W03": Problem(
        "not_in_order",
        "medium",
        lists={"frequency": "3", "reach": "3"},
        texts={"root_cause": "In het bloemenseizoen zijn we met te weinig mensen."},
    ),
    "W26": Problem(
        "partly",
        "low",
        lists={"frequency": "2", "reach": "2"},
        texts={"root_cause": "Wie alleen in de winkel staat, kan niet weg voor pauze."},
    ),
    "O11": Problem("not_in_order", "high", texts={"note": "We zoeken samen met de winkeliersvereniging."}),
    "O15": Problem(
        "partly",
        "high",
        lists={"happened": "True", "frequency": "2", "reach": "3"},
        texts={"root_cause": "Klanten wachten lang op drukke dagen."},
    ),
    "O20": Problem("partly", "medium", lists={"frequency": "3", "reach": "2"}),
}
CONSULTATION = {
    "participants": "De eigenaar, de bedrijfsleider en twee medewerkers.",
    "held_on": "2026-11-03",
    "people_heard": "11",
    "method": "In het werkoverleg, in twee groepen.",
    "outcome": "Iedereen herkent de drukte in het seizoen.",
}
