from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RieConfig(AppConfig):
    name = "apps.rie"
    label = "rie"

    def ready(self) -> None:
        from apps.rie.steps import register_own_steps

        register_own_steps()
        post_migrate.connect(publish_after_migrate, sender=self)


def publish_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Every database that is brought up to date also gets the instrument this code was written for."""
    from apps.rie.content.loader import load_psa
    from apps.rie.domain.instrument import publish

    publish(load_psa(), using=using)
