"""Who speaks for one department changes nothing about the others: the verb itself, without a form."""

import pytest

from apps.organisations.merging import fingerprint
from apps.organisations.models import Department
from apps.rie.domain.answers import save_answer, with_own_department

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("chosen", "stored", "expected"),
    [
        (["own"], [], ["own"]),
        ([], ["own"], []),
        (["own", "other"], [], ["own"]),
        (["other"], ["own"], []),
        ([], ["own", "other"], ["other"]),
        (["own"], ["other"], ["other", "own"]),
        (["own"], ["b", "own", "a"], ["b", "own", "a"]),
        ([], ["a", "b"], ["a", "b"]),
    ],
)
def test_only_the_own_department_changes(chosen, stored, expected):
    assert with_own_department(chosen, stored=stored, own="own") == expected


@pytest.mark.usefixtures("in_scope")
class TestSavingForOneDepartment:
    """The verb itself, without a form before it."""

    @pytest.fixture
    def departments(self, firm) -> dict[str, str]:
        workshop = Department.objects.create(organisation=firm.organisation, name="Binderij", headcount=4)
        return {"shop": str(firm.department.pk), "workshop": str(workshop.pk)}

    def save(self, firm, departments, typed, stored) -> list[str]:
        answer = firm.answer("W43")
        answer.dossier, answer.departments = firm.dossier, [departments[key] for key in stored]
        answer.save()
        save_answer(
            answer=answer,
            seen={"departments": fingerprint(answer.departments)},
            typed={"departments": [departments[key] for key in typed]},
            user=None,
            own_department=firm.department.pk,
        )
        return firm.answer("W43").departments

    @pytest.mark.parametrize(
        ("stored", "typed", "expected"),
        [
            ([], ["shop"], ["shop"]),
            (["workshop"], ["shop"], ["workshop", "shop"]),
            (["workshop", "shop"], [], ["workshop"]),
            ([], ["workshop"], []),
            (["shop"], ["shop", "workshop"], ["shop"]),
        ],
    )
    def test_the_others_stay_as_they_are(self, firm, departments, stored, typed, expected):
        saved = self.save(firm, departments, typed, stored)

        assert saved == [departments[key] for key in expected]
