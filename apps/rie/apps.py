from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RieConfig(AppConfig):
    name = "apps.rie"
    label = "rie"

    def ready(self) -> None:
        from apps.organisations.audit_words import register_names
        from apps.organisations.domain.invitations import on_accepted, on_revoked
        from apps.rie.audit_names import names_in_log
        from apps.rie.domain import retention  # noqa: F401  (registers how long a closed RI&E is kept)
        from apps.rie.domain.delegation import drop_waiting, take_along
        from apps.rie.steps import register_own_steps

        register_own_steps()
        register_names(names_in_log)
        on_accepted(take_along)
        on_revoked(drop_waiting)
        post_migrate.connect(publish_after_migrate, sender=self)


def publish_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Every database that is brought up to date also gets the instrument this code was written for."""
    from apps.rie.content.loader import load_psa
    from apps.rie.domain.instrument import publish

    publish(load_psa(), using=using)
