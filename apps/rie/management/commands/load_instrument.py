"""``manage.py load_instrument``: check the content files and publish them."""

from django.core.management.base import BaseCommand, CommandError

from apps.rie.content.loader import ContentError, load_psa
from apps.rie.domain.instrument import VersionTakenError, publish


class Command(BaseCommand):
    help = "Check the PSA content files and publish them as a version of the instrument."

    def handle(self, *args: object, **options: object) -> None:
        try:
            instrument = publish(load_psa())
        except (ContentError, VersionTakenError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{instrument}: {instrument.factors.count()} factors, {instrument.measures.count()} measures, "
            f"content {instrument.content_hash[:12]}"
        )
