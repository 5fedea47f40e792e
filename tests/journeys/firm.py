"""A firm whose RI&E is filled in, with the people who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.comments import add_comment
from apps.actions.domain.running import complete_action
from apps.actions.domain.steps import add_step, tick_step
from apps.actions.models import Action, ActionCoOwner, ActionStatus
from apps.organisations.models import Membership, Organisation, Role, User
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.evidence import add_evidence
from apps.rie.domain.instrument import instrument_content
from apps.rie.filetypes import check_file
from apps.rie.models import Answer, Dossier
from tests.factories import MembershipFactory, UserFactory
from tests.journeys.visitor import PASSWORD
from tests.reports.sample import full_dossier
from tests.rie.samples import PDF

STEPS = ("Drie offertes vragen", "Een dag kiezen")


@dataclass(frozen=True)
class Firm:
    dossier: Dossier

    @property
    def organisation(self) -> Organisation:
        return self.dossier.organisation

    def member(self, role: Role, name: str) -> User:
        """Someone with an account who belongs to this firm."""
        user = UserFactory(name=name, password=PASSWORD)
        MembershipFactory(organisation=self.organisation, user=user, role=role)
        return user

    def membership(self, user: User) -> Membership:
        with scope(organisation=self.organisation):
            return Membership.objects.get(organisation=self.organisation, user=user)

    def empties_its_plan(self) -> None:
        """So that somebody can make one."""
        with scope(organisation=self.organisation):
            Action.objects.filter(dossier=self.dossier).delete()

    def url(self, view: str, *args: object) -> str:
        """The address of a page of the dossier, for example ``rie:subtheme``."""
        return reverse(view, args=[self.organisation.pk, self.dossier.pk, *args])

    def subtheme_of(self, code: str) -> str:
        """The address of the page on which this statement stands."""
        return self.url("rie:subtheme", self._content.factors[code].spec.subtheme)

    def action(self, **wanted: object) -> Action:
        """The one action of the plan that is like this, as it is stored now."""
        with scope(organisation=self.organisation):
            return Action.objects.select_related("dossier", "owner__user").get(dossier=self.dossier, **wanted)

    def running_action(self, user: User) -> Action:
        """An action that is being carried out, with everything that can stand on its page."""
        action = self.action(status=ActionStatus.IN_PROGRESS)
        with scope(organisation=self.organisation):
            steps = [add_step(action=action, text=text, key=uuid4()) for text in STEPS]
            tick_step(step=steps[0], is_done=True, user=user)
            add_comment(action=action, text="De kassa doet nu ook mee.", user=user, key=uuid4())
            file = check_file(SimpleUploadedFile("verslag.pdf", PDF), max_bytes=len(PDF))
            add_evidence(dossier=self.dossier, checked=file, user=user, action_id=action.pk)
            helper = self.membership(user)
            ActionCoOwner.objects.create(organisation=self.organisation, action=action, member=helper)
        return action

    def done_action(self, user: User) -> Action:
        """An action that is done, against three risks."""
        action = self.action(status=ActionStatus.IN_PROGRESS)
        with scope(organisation=self.organisation):
            complete_action(action=action, result="Het rooster klopt nu.", user=user)
        return action

    def measure(self, code: str) -> str:
        """What a measure of the catalogue is called."""
        return self._content.measures[code].text.title

    def answer(self, code: str) -> Answer:
        """An answer as it is stored now."""
        with scope(organisation=self.organisation):
            return Answer.objects.get(dossier=self.dossier, factor_id=self._content.factors[code].id)

    @property
    def _content(self) -> InstrumentContent:
        return instrument_content(self.dossier.instrument_id)


def flower_shop() -> Firm:
    """The sample dossier: about fifty statements, fourteen risks and a plan of ten actions."""
    return Firm(full_dossier())
