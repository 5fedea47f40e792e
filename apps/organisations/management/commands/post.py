"""``manage.py post``: what is in the post, and what the operator does about it."""

from __future__ import annotations

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Min
from django.utils import timezone

from apps.organisations.domain.post import OVER, confirm, deliver_waiting, letters, release
from apps.organisations.models import LetterState


class Command(BaseCommand):
    help = "Say how many letters wait, and which may have been sent. Never to whom, or what they say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_mutually_exclusive_group()
        does.add_argument(
            "--deliver", action="store_true", help="try what is due ('schedule' does so every minute)"
        )
        does.add_argument(
            "--release",
            type=UUID,
            metavar="ID",
            help="send a letter again that was perhaps sent, or given up; it may arrive twice",
        )
        does.add_argument(
            "--confirm", type=UUID, metavar="ID", help="a letter that was perhaps sent did leave: leave it"
        )

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        for verb, letter_id in ((release, options["release"]), (confirm, options["confirm"])):
            if letter_id is not None and not verb(letter_id=letter_id, now=now):
                raise CommandError(
                    f"With letter {letter_id} this cannot be done: it is not there, is in another state, or"
                    " its text is wiped. 'manage.py post' lists those that wait for you."
                )
        if options["deliver"]:
            deliver_waiting(now=now)
        self._tell()

    def _tell(self) -> None:
        groups = letters().values("state", "kind").annotate(number=Count("pk"), since=Min("created_at"))
        for group in groups.order_by("state", "kind"):
            since = f"{timezone.localtime(group['since']):%Y-%m-%d %H:%M}"
            self.stdout.write(f"{group['state']} {group['kind']}: {group['number']}, since {since}")
        for letter in letters().filter(state__in=OVER).exclude(to="").order_by("created_at"):
            moment = letter.claimed_at if letter.state == LetterState.UNDECIDED else letter.try_at
            at = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
            self.stdout.write(f"{letter.pk} {letter.kind}: {letter.state}, {at}")
