"""Remarks and files with an action: who adds, who reads, who takes away."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django_scopes import scope

from apps.actions.models import Action
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.evidence import add_evidence
from apps.rie.filetypes import check_file
from apps.rie.models import Evidence
from tests.actions.conftest import Firm
from tests.actions.running import Desk, comments, desk_of, make_action, make_comment
from tests.closing import close_answer
from tests.factories import MembershipFactory
from tests.rie.samples import HTML, PDF
from tests.rie.screen import text_of
from tests.rie.views.evidence import on_disk, sent

pytestmark = pytest.mark.usefixtures("english", "own_storage")


@pytest.fixture
def own_storage(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def desk_with(firm: Firm, role: Role) -> Desk:
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=role))


@pytest.fixture
def desk(firm: Firm) -> Desk:
    return desk_with(firm, Role.CONTRIBUTOR)


@pytest.fixture
def action(firm: Firm, desk: Desk) -> Action:
    return make_action(firm, owner=desk.member)


def texts(firm: Firm, action: Action) -> list[str]:
    return [comment.text for comment in comments(firm, action)]


class TestRemarks:
    def test_a_remark_stands_there_with_who_made_it(self, firm, desk, action):
        assert "No names and nothing about anyone's health." in desk.page(action)
        answer = desk.form(action, "comment").send(text="De drukker\nlevert vrijdag.")

        assert answer.url == firm.url("action", action.pk) + "#comments"
        [comment] = comments(firm, action)
        assert (comment.text, comment.by) == ("De drukker\nlevert vrijdag.", desk.member.user)
        assert desk.member.user.name in desk.page(action)

    def test_a_double_click_writes_it_once(self, firm, desk, action):
        form = desk.form(action, "comment")
        form.fill(text="Besteld.")
        for _ in range(2):
            assert desk.browser.post(form.action, form.data()).status_code == 302

        assert texts(firm, action) == ["Besteld."]

    def test_the_id_of_a_remark_elsewhere_writes_a_new_one(self, firm, desk, action):
        theirs = make_comment(firm, make_action(firm), "Van een ander", desk.member.user)
        desk.post(action, "comment", text="Van mij", key=str(theirs.pk))

        assert texts(firm, action) == ["Van mij"]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("  ", "Write your remark first."),
            ("x" * 4001, "at most 4000 fit"),
            ("Bel\x07 hem", "control characters"),
        ],
    )
    def test_what_does_not_fit_is_told_at_the_field_and_stays(self, firm, desk, action, text, message):
        answer = desk.form(action, "comment").send(text=text)

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert 'href="#comment-text"' in text_of(answer)
        assert text.strip() in text_of(answer)
        assert texts(firm, action) == []

    def test_markup_is_shown_as_text(self, firm, desk, action):
        make_comment(firm, action, "<script>alert(1)</script>", desk.member.user)

        assert b"<script>alert(1)" not in desk.browser.get(firm.url("action", action.pk)).content

    def test_taking_back_asks_first_and_is_for_who_wrote_it(self, firm, desk, action):
        comment = make_comment(firm, action, "Besteld.", desk.member.user)
        hr = desk_with(firm, Role.HR)
        assert firm.url("drop_comment", action.pk, comment.pk) not in hr.page(action)
        assert hr.get(action, "drop_comment", comment.pk).status_code == 404
        assert hr.post(action, "drop_comment", comment.pk).status_code == 404

        assert firm.url("drop_comment", action.pk, comment.pk) in desk.page(action)
        assert "Besteld." in text_of(desk.get(action, "drop_comment", comment.pk))
        assert texts(firm, action) == ["Besteld."]
        assert desk.post(action, "drop_comment", comment.pk).status_code == 302
        assert texts(firm, action) == []

    def test_a_closed_dossier_takes_none_and_keeps_what_is_there(self, firm, desk, action):
        comment = make_comment(firm, action, "Besteld.", desk.member.user)
        with scope(organisation=firm.organisation):
            close_dossier(dossier=firm.dossier)
        answer = desk.post(action, "comment", text="Nog een ding", key=str(uuid.uuid4()))

        assert answer.status_code == 409
        assert "Nog een ding" in text_of(answer)
        assert desk.post(action, "drop_comment", comment.pk).status_code == 409
        assert texts(firm, action) == ["Besteld."]


def files(firm: Firm) -> list[Evidence]:
    with scope(organisation=firm.organisation):
        return list(Evidence.objects.select_related("added_by"))


def upload(desk: Desk, action: Action, **options: object) -> object:
    return desk.browser.post(desk.firm.url("new_file", action.pk), {"file": sent(**options)})


@pytest.fixture
def kept(firm: Firm, desk: Desk, action: Action) -> Evidence:
    with scope(organisation=firm.organisation):
        checked = check_file(sent(), max_bytes=10_000)
        return add_evidence(dossier=firm.dossier, checked=checked, user=desk.member.user, action_id=action.pk)


class TestFiles:
    def test_a_file_is_kept_with_the_action_and_comes_back_the_same(self, firm, desk, action):
        assert upload(desk, action).status_code == 302
        [file] = files(firm)
        answer = desk.get(action, "file", file.pk)
        content = answer.getvalue()
        close_answer(answer)

        assert (file.action_id, file.factor_code, file.added_by) == (action.pk, "", desk.member.user)
        assert (content, answer["Content-Disposition"][:10]) == (PDF, "attachment")
        assert "gedragscode.pdf" in desk.page(action)

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ({"content": HTML, "name": "a.html"}, "We do not keep this kind of file"),
            ({"content": b"", "name": "a.pdf"}, "This file is empty"),
        ],
    )
    def test_what_is_refused_is_told_at_the_field(self, firm, desk, action, own_storage, options, says):
        answer = upload(desk, action, **options)

        assert answer.status_code == 422
        assert says in text_of(answer)
        assert 'href="#file-file"' in text_of(answer)
        assert (files(firm), on_disk(own_storage)) == ([], [])

    def test_no_file_and_a_full_dossier_are_told(self, firm, desk, action, kept, settings):
        assert "Choose a file." in text_of(desk.post(action, "new_file"))
        settings.EVIDENCE_MAX_FILES = 1
        answer = upload(desk, action)

        assert answer.status_code == 422
        assert "no more fit" in text_of(answer)

    def test_a_file_over_the_limit_is_refused_in_words(self, firm, desk, action, settings):
        settings.EVIDENCE_MAX_BYTES = 1_000_000
        answer = upload(desk, action, content=PDF + b" " * 1_000_000)

        assert answer.status_code == 422
        assert "This file is too large. At most 1 MB fits." in text_of(answer)

    @pytest.mark.parametrize(("role", "status"), [(Role.WORKS_COUNCIL, 200), (Role.HR, 200)])
    def test_who_reads_the_plan_reads_its_files(self, firm, action, kept, role, status):
        answer = desk_with(firm, role).get(action, "file", kept.pk)
        close_answer(answer)

        assert answer.status_code == status

    def test_a_contributor_reads_files_of_her_own_action_only(self, firm, action, kept):
        other = desk_with(firm, Role.CONTRIBUTOR)
        hers = make_action(firm, owner=other.member)

        assert other.get(action, "file", kept.pk).status_code == 404
        assert other.get(hers, "file", kept.pk).status_code == 404
        assert other.post(action, "drop_file", kept.pk).status_code == 404
        assert files(firm) == [kept]

    def test_evidence_that_is_not_of_an_action_is_not_served_here(self, firm, desk, action, kept):
        with scope(organisation=firm.organisation):
            Evidence.objects.update(action_id=None)

        assert desk.get(action, "file", kept.pk).status_code == 404

    def test_deleting_asks_first(self, firm, desk, action, kept, own_storage):
        assert "gedragscode.pdf" in text_of(desk.get(action, "drop_file", kept.pk))
        assert files(firm) == [kept]
        assert desk.post(action, "drop_file", kept.pk).status_code == 302
        assert (files(firm), on_disk(own_storage)) == ([], [])

    def test_who_makes_the_plan_deletes_any_and_a_helper_only_her_own(self, firm, kept, desk):
        helper = desk_with(firm, Role.CONTRIBUTOR)
        both = make_action(firm, co_owners=(helper.member, desk.member))
        with scope(organisation=firm.organisation):
            Evidence.objects.update(action_id=both.pk)
        assert firm.url("drop_file", both.pk, kept.pk) not in helper.page(both)
        assert helper.post(both, "drop_file", kept.pk).status_code == 404

        assert desk_with(firm, Role.HR).post(both, "drop_file", kept.pk).status_code == 302
        assert files(firm) == []

    def test_the_list_of_all_evidence_has_them_under_the_plan(self, firm, kept, browser_of):
        url = firm.url("plan").replace("/plan/", "/bewijs/")
        page = text_of(browser_of().get(url))

        assert page.index("Plan of action</h2>") < page.index("gedragscode.pdf")

    def test_a_closed_dossier_keeps_its_files(self, firm, desk, action, kept):
        with scope(organisation=firm.organisation):
            close_dossier(dossier=firm.dossier)

        assert upload(desk, action).status_code == 409
        assert desk.post(action, "drop_file", kept.pk).status_code == 409
        assert files(firm) == [kept]
