"""Evidence comes in: what is kept, under which name, and what is refused."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from apps.rie.domain import evidence as verbs
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.evidence import InfectedFileError, TooManyFilesError, add_evidence
from apps.rie.filetypes import check_file
from apps.rie.models import Dossier, Evidence
from tests.rie.conftest import RISK, Firm
from tests.rie.samples import GOOD, HTML, PDF, PNG, TEXT
from tests.rie.screen import text_of
from tests.rie.views.evidence import add, download, keep, on_disk, sent, stored

pytestmark = pytest.mark.usefixtures("english", "own_storage")


@pytest.fixture
def kept(firm: Firm) -> Evidence:
    return keep(firm)


@pytest.mark.parametrize(("name", "raw"), GOOD.items(), ids=GOOD)
def test_a_file_of_every_kind_is_kept_and_comes_back_the_same(firm: Firm, browser_of, name, raw):
    browser = browser_of()

    assert add(browser, firm, sent(raw, name), RISK).status_code == 302

    [row] = stored(firm)
    answer, content = download(browser, firm, row)
    assert (answer.status_code, content) == (200, raw)
    assert (row.name, row.size, row.factor_code) == (name, len(raw), RISK)
    assert row.added_by is not None


def test_the_name_on_disk_is_random_and_nobody_else_may_read_it(firm: Firm, browser_of, own_storage):
    add(browser_of(), firm, sent(PNG, "../../manage.png"))

    [path] = on_disk(own_storage)
    assert path.parent == own_storage / "evidence" / str(firm.organisation.pk)
    assert "manage" not in path.name
    assert path.suffix == ".png"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert stored(firm)[0].name == "manage.png"


def test_a_file_may_be_about_the_whole_dossier(firm: Firm, browser_of):
    browser = browser_of()
    add(browser, firm)
    add(browser, firm, sent(TEXT, "rooster.txt"), RISK)

    page = text_of(browser.get(firm.url("evidence")))

    assert page.index("gedragscode.pdf") < page.index("rooster.txt")
    assert [row.factor_code for row in stored(firm)] == ["", RISK]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (sent(HTML, "a.html"), "We do not keep this kind of file"),
        (sent(HTML, "a.pdf", "application/pdf"), "We do not keep this kind of file"),
        (sent(PDF, "a.png", "image/png"), "does not fit what is in it"),
        (sent(b"", "a.pdf"), "This file is empty"),
        (sent(b"PK\x03\x04 broken", "a.docx"), "We cannot read this file"),
    ],
    ids=["html", "html as pdf", "pdf as png", "empty", "broken"],
)
def test_what_is_refused_is_explained_and_not_kept(firm: Firm, browser_of, own_storage, file, says):
    file.seek(0)
    answer = add(browser_of(), firm, file)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert (stored(firm), on_disk(own_storage)) == ([], [])


def test_without_a_file_the_page_asks_for_one(firm: Firm, browser_of):
    answer = browser_of().post(firm.url("evidence"), {"factor": ""})

    assert answer.status_code == 422
    assert "Choose a file." in text_of(answer)


@pytest.mark.parametrize("factor", ["W99", "../x", "D01; drop table"])
def test_a_subject_that_does_not_exist_is_refused(firm: Firm, browser_of, factor):
    assert add(browser_of(), firm, factor=factor).status_code == 422
    assert stored(firm) == []


def test_a_file_over_the_limit_is_dropped_while_it_arrives(firm: Firm, browser_of, settings, own_storage):
    settings.EVIDENCE_MAX_BYTES = 1_000_000

    answer = add(browser_of(), firm, sent(PDF + b" " * 1_000_000))

    assert answer.status_code == 422
    assert "This file is too large. At most 1 MB fits." in text_of(answer)
    assert on_disk(own_storage) == []


def test_a_request_far_over_the_limit_is_refused_unread(firm: Firm, browser_of, settings):
    settings.UPLOAD_MAX_REQUEST_BYTES = 100_000

    assert add(browser_of(), firm, sent(PDF + b" " * 400_000)).status_code == 400
    assert stored(firm) == []


def test_a_page_that_expects_no_file_gets_none(firm: Firm, browser_of):
    answer = browser_of().post(firm.url("close"), {"csrfmiddlewaretoken": "x", "confirm": sent()})

    assert answer.wsgi_request.FILES == {}
    assert answer.status_code == 422


def test_a_page_that_expects_no_file_refuses_a_large_request(firm: Firm, browser_of, settings):
    answer = browser_of().post(firm.url("close"), {"confirm": "on", "file": sent(b" " * 2_000_000)})

    assert answer.status_code == 400
    assert firm.stored().is_open


def test_a_full_dossier_says_so(firm: Firm, browser_of, settings, kept, own_storage):
    settings.EVIDENCE_MAX_FILES = 1
    browser = browser_of()

    assert "This RI&E holds 1 files, and no more fit" in text_of(browser.get(firm.url("evidence")))
    answer = add(browser, firm)

    assert answer.status_code == 422
    assert "Delete one you no longer need" in text_of(answer)
    assert (stored(firm), len(on_disk(own_storage))) == ([kept], 1)


def test_when_the_database_fails_no_file_stays_behind(firm: Firm, in_scope, monkeypatch, own_storage):
    def fail(self: Evidence, **options: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Evidence, "save", fail)
    checked = check_file(sent(), max_bytes=10_000)

    with pytest.raises(DatabaseError):
        add_evidence(dossier=firm.dossier, checked=checked, user=None)
    assert on_disk(own_storage) == []


def test_a_dossier_closed_or_filled_meanwhile_takes_no_file(firm: Firm, in_scope, settings, own_storage):
    stale = Dossier.objects.get(pk=firm.dossier.pk)
    checked = check_file(sent(), max_bytes=10_000)
    settings.EVIDENCE_MAX_FILES = 0
    with pytest.raises(TooManyFilesError):
        add_evidence(dossier=stale, checked=checked, user=None)
    close_dossier(dossier=Dossier.objects.get(pk=stale.pk))
    with pytest.raises(DossierClosedError):
        add_evidence(dossier=stale, checked=checked, user=None)
    assert on_disk(own_storage) == []


# The virus scanner


def finds_a_virus(content: object) -> None:
    assert content.read(4) == b"%PDF"
    raise InfectedFileError


def is_out_of_order(content: object) -> None:
    raise ConnectionRefusedError


def finds_nothing(content: object) -> None:
    content.read()


@pytest.mark.parametrize(
    ("scanner", "status", "says"),
    [
        (finds_a_virus, 422, "A virus was found in this file"),
        (is_out_of_order, 422, "We cannot check this file for viruses now"),
        (finds_nothing, 302, ""),
    ],
)
def test_a_scanner_looks_before_anything_is_kept(
    firm: Firm, browser_of, settings, monkeypatch, own_storage, scanner, status, says
):
    settings.EVIDENCE_SCANNER = "clinic.scan"
    monkeypatch.setattr(verbs, "import_string", {"clinic.scan": scanner}.__getitem__)

    answer = add(browser_of(), firm)

    assert answer.status_code == status
    assert says in text_of(answer)
    assert [path.read_bytes() for path in on_disk(own_storage)] == ([PDF] if status == 302 else [])
