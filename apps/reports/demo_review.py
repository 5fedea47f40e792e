"""The demo of the review: one firm in its second round, one that was reviewed, both with consent.

Everything goes through the verbs that the pages use, so what the demo shows is what can happen. Needs the
scope of the firm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from apps.actions.models import Action
from apps.organisations.merging import fingerprints, read_fingerprints
from apps.organisations.models import Practice, User
from apps.reports.demo_plan import change_action
from apps.review.checklist import POINTS
from apps.review.domain.accepting import accept_risk, start_reading
from apps.review.domain.consent import add_council_comment, ask_consent, record_consent
from apps.review.domain.findings import add_finding, answer_finding, close_finding, reply_finding
from apps.review.domain.judging import agree, conclude, return_submission
from apps.review.domain.submitting import submit
from apps.review.domain.text_blocks import add_text_block
from apps.review.domain.visiting import add_visit, save_checklist
from apps.review.models import Finding, Submission, TextBlock
from apps.rie.domain.answers import answer_values, save_answer
from apps.rie.models import Answer, Dossier


@dataclass(frozen=True)
class People:
    """Who plays which part."""

    employer: User
    hr: User
    council: User
    adviser: User


TEXT_BLOCKS = (
    (
        "Oorzaak ontbreekt",
        "complete",
        "Bij dit risico staat niet waar het vandaan komt. Zonder oorzaak is niet te zien of de maatregel "
        "past.",
    ),
    (
        "Alleen individuele maatregelen",
        "knowledge",
        "Tegen dit risico staan alleen maatregelen voor de medewerker zelf. Begin bij de bron: de "
        "hoeveelheid werk, de planning of de afspraken met klanten.",
    ),
    (
        "Medewerkers niet herkenbaar gehoord",
        "reliable",
        "Uit de RI&E blijkt niet hoe medewerkers hun kant van het verhaal hebben verteld.",
    ),
)
SETTLED = {
    "W35": "De ondernemingsraad en de directie hebben afgesproken dat minuten per bezoek alleen per wijk "
    "worden bekeken, nooit per medewerker.",
    "W38": "De PVT heeft in het werkoverleg verteld wat mogelijk is. Niemand hoeft te zeggen wat thuis "
    "speelt.",
    "O04": "Besproken met de voorlieden en de ingeleende ploegen. Grappen over afkomst stoppen; de "
    "uitvoerder spreekt erop aan.",
}

NOT_QUITE = {"special_groups": "partly", "strategy": "partly", "pago": "no"}


def add_text_blocks(practice: Practice) -> None:
    """Texts that the practice uses more often; made once."""
    if TextBlock.objects.filter(practice=practice).exists():
        return
    for title, criterion, text in TEXT_BLOCKS:
        add_text_block(practice=practice, key=uuid4(), title=title, criterion=criterion, text=text)


def in_its_second_round(dossier: Dossier, practice: Practice, people: People) -> None:
    """The home care firm: returned with findings, answered, changed, and submitted again."""
    _settle(dossier, people)
    _consent(
        dossier,
        people,
        remark="Wij willen elk kwartaal horen hoe het met de bereikbaarheid buiten werktijd gaat.",
    )
    first = submit(
        dossier=dossier,
        practice=practice,
        note="Onze vraag: zijn de maatregelen tegen agressie genoeg voor de avonddienst?",
        wished_on=_in(weeks=4),
        user=people.employer,
    )
    _read(first, people, risks=("W27", "W28", "O16"), agreed_on=_in(weeks=3))
    findings = _write_findings(first, people)
    return_submission(
        submission=first,
        comment="Een goed leesbare RI&E met duidelijke oorzaken. Vul de drie punten aan en dien opnieuw in.",
        expected_on=_in(weeks=2),
        user=people.adviser,
    )
    _answer(findings, dossier, people)
    _submit_again(dossier, practice, people)


def reviewed_and_changed_since(dossier: Dossier, practice: Practice, people: People) -> None:
    """The construction firm: concluded with advice; a date in its plan moved afterwards."""
    _settle(dossier, people)
    _consent(dossier, people, remark="")
    round_ = submit(dossier=dossier, practice=practice, user=people.employer)
    _read(round_, people, risks=("W02", "W42", "W21", "I02"), agreed_on=_in(weeks=2))
    _visit_and_check(round_, people)
    _finding(
        round_,
        people,
        about="r-W43",
        criterion="knowledge",
        weight="should",
        observation="De maatregelen liggen vooral bij de medewerker zelf: pauze nemen en op tijd melden.",
        evidence="Het plan noemt geen actie over de planning, of over het voorbeeld van leidinggevenden.",
        advice="Maak de planning haalbaar en laat voorlieden zelf zichtbaar pauze nemen.",
    )
    conclude(
        submission=round_,
        outcome="after_changes",
        advice="De RI&E geeft een goed beeld van het werk op de bouwplaats. Pak het doorgaan bij de bron "
        "aan: een haalbare planning en voorlieden die het voorbeeld geven, vóór het volgende project begint. "
        "Laat de PVT volgen of het helpt.",
        scope="system",
        adviser_name="Adviseur (demo)",
        certificate_type="hvk",
        certificate_number="HVK-000000 (demo)",
        user=people.adviser,
    )
    _move_an_action(dossier, people, weeks=3)


def _settle(dossier: Dossier, people: People) -> None:
    """Points to discuss that were discussed since the example was written."""
    open_points = Answer.objects.filter(dossier=dossier, verdict="to_discuss").select_related("factor")
    for answer in open_points:
        answer.dossier = dossier
        seen = read_fingerprints(fingerprints(answer_values(answer)))
        note = SETTLED[answer.factor.code]
        save_answer(answer=answer, seen=seen, typed={"verdict": "in_order", "note": note}, user=people.hr)


def _consent(dossier: Dossier, people: People, *, remark: str) -> None:
    version = ask_consent(dossier=dossier, user=people.employer)
    if remark:
        add_council_comment(dossier=dossier, version=version, text=remark, key=uuid4(), user=people.council)
    record_consent(
        version=version, decision="consented", reason="", decided_on=timezone.localdate(), user=people.council
    )


def _read(round_: Submission, people: People, *, risks: tuple[str, ...], agreed_on: date) -> None:
    start_reading(submission=round_, user=people.adviser)
    agree(submission=round_, agreed_on=agreed_on, user=people.adviser)
    for code in risks:
        accept_risk(submission=round_, code=code, user=people.adviser)


def _finding(round_: Submission, people: People, *, about: str, **words: str) -> Finding:
    values = {"evidence": "", "advice": "", "proposed_priority": "", **words}
    return add_finding(submission=round_, key=uuid4(), user=people.adviser, about=about, **values)


def _write_findings(round_: Submission, people: People) -> list[Finding]:
    return [
        _finding(
            round_,
            people,
            about="whole",
            criterion="reliable",
            weight="must",
            observation="Invalkrachten en nieuwe medewerkers komen in het gesprek met medewerkers niet voor.",
            evidence="Bij ‘Medewerkers’ staan de wijkteams, de hulp in huis, kantoor en de avonddienst.",
            advice="Spreek ook met hen, al is het kort, en schrijf op wat eruit kwam.",
        ),
        _finding(
            round_,
            people,
            about="r-W04",
            criterion="complete",
            weight="should",
            observation="De oorzaak noemt het personeelstekort, maar niet de routes.",
            evidence="In de toelichting staat dat de reistijd tussen twee cliënten vaak niet klopt.",
            advice="Neem de planning van de routes op als oorzaak en zet er een actie tegenover.",
        ),
        _finding(
            round_,
            people,
            about="r-O20",
            criterion="knowledge",
            weight="remark",
            observation="Komt iemand ’s avonds niet terug, dan merkt niemand het tot de volgende dienst.",
            advice="Spreek een eindbericht af, en wie er belt als het uitblijft.",
        ),
    ]


def _answer(findings: list[Finding], dossier: Dossier, people: People) -> None:
    first, second, _third = findings
    answer_finding(
        finding=first,
        text="Gedaan: op dinsdag met vier invalkrachten en twee starters gesproken. Het staat er nu bij.",
        key=uuid4(),
        user=people.hr,
    )
    answer_finding(
        finding=second,
        text="De routes staan nu bij de oorzaak. De actie over de planning heeft een eerdere datum gekregen.",
        key=uuid4(),
        user=people.employer,
    )
    cause = Answer.objects.select_related("factor").get(dossier=dossier, factor__code="W04")
    cause.dossier = dossier
    typed = {"root_cause": f"{cause.root_cause} De reistijd tussen cliënten klopt vaak niet in de planning."}
    save_answer(
        answer=cause, seen=read_fingerprints(fingerprints(answer_values(cause))), typed=typed, user=people.hr
    )
    _move_an_action(dossier, people, weeks=-1)


def _submit_again(dossier: Dossier, practice: Practice, people: People) -> None:
    """Consent was to the version before; the reason stands with the new one, and the adviser sees it."""
    again = submit(
        dossier=dossier,
        practice=practice,
        note="De drie punten zijn aangevuld. Kijkt u vooral naar de routes?",
        no_consent_reason="De ondernemingsraad stemde in met de vorige versie en krijgt de aanvullingen "
        "in de vergadering van volgende week.",
        user=people.employer,
    )
    first = Finding.objects.filter(dossier=dossier).order_by("number").first()
    reply_finding(
        finding=first, submission=again, text="Dank, dit is wat ik miste.", key=uuid4(), user=people.adviser
    )
    first.refresh_from_db()
    close_finding(finding=first, submission=again)


def _visit_and_check(round_: Submission, people: People) -> None:
    add_visit(
        submission=round_,
        key=uuid4(),
        visited_on=timezone.localdate() - timedelta(days=6),
        spoken_with="Uitvoerder, twee timmerlieden, iemand van de PVT, een ingeleende opperman",
        seen="De weekstart in de keet loopt goed. Op de kraan en de opslagplek wordt veel gewacht.",
        user=people.adviser,
    )
    typed = {point.key: NOT_QUITE.get(point.key, "yes") for point in POINTS}
    save_checklist(submission=round_, seen=_seen(dict.fromkeys(typed, "")), typed=typed, user=people.adviser)


def _move_an_action(dossier: Dossier, people: People, *, weeks: int) -> None:
    action = Action.objects.filter(dossier=dossier, status="planned").order_by("due_on", "title").first()
    change_action(action, people.hr, {"due_on": action.due_on + timedelta(weeks=weeks)})


def _seen(values: Mapping[str, Any]) -> Mapping[str, str]:
    return read_fingerprints(fingerprints(values))


def _in(*, weeks: int) -> date:
    return timezone.localdate() + timedelta(weeks=weeks)
