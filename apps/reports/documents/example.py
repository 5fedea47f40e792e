"""A made-up report in the words of a template: to try a template out on, and to see which names there are."""

from __future__ import annotations

from typing import Any

_ACTION_OF_RISK = {"titel": "Maak huisregels", "wie": "Bedrijfsleider", "klaar_op": "1 maart 2027"}
_RISK = {
    "code": "W01",
    "probleem": "Er is te veel werk voor de tijd die er is.",
    "thema": "Werkdruk",
    "prioriteit": "hoog",
    "prioriteit_code": "high",
    "waarom": "(vaak + ongeveer de helft) × klachten = 12.",
    "oorzaak": "Twee vacatures staan lang open.",
    "wat_al_gebeurt": "Werkoverleg op maandag",
    "opmerking": "Vooral in december.",
    "geen_maatregel_omdat": "",
    "acties": [_ACTION_OF_RISK],
}
_ACTION = {
    "nummer": "1",
    "titel": "Maak huisregels",
    "hoe": "Bespreek ze in het werkoverleg & hang ze op.",
    "prioriteit": "hoog",
    "stap": "bij de bron",
    "wie": "Bedrijfsleider",
    "start": "1 januari 2027",
    "klaar_op": "1 maart 2027",
    "budget": "€ 500",
    "status": "Gepland",
    "terugkijken_op": "1 juni 2027",
    "tegen": "Er is te veel werk voor de tijd die er is.",
}


def example_words() -> dict[str, Any]:
    """Every name a template may use, each with something behind it."""
    return {
        "bedrijf": {
            "naam": "Voorbeeld & Zn",
            "kvk": "12345678",
            "sector": "Detailhandel",
            "medewerkers": "12",
            "vestigingen": "1",
            "preventiemedewerker": "Bedrijfsleider",
            "arbodienst": "Arbodienst De Brug",
            "vertegenwoordiging": "Geen",
            "afdelingen": [{"naam": "Winkel", "medewerkers": "8"}],
        },
        "jaar": "2027",
        "onderwerp": "Psychosociale arbeidsbelasting",
        "status": "In bewerking",
        "datum": "1 januari 2027",
        "kenmerk": "0123456789ab",
        "aantal_risicos": "1",
        "aantal_hoog": "1",
        "aantal_midden": "0",
        "aantal_laag": "0",
        "risicos": [_RISK],
        "acties": [_ACTION],
        "aantal_acties": "1",
        "gehoord": {
            "wie": "Eigenaar, bedrijfsleider",
            "wanneer": "2 november 2026",
            "hoe": "In het werkoverleg",
            "aantal": "9",
            "uitkomst": "Pauzes schieten erbij in.",
        },
        "bronnen": ["Arbowet"],
    }
