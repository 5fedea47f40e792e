from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationsConfig(AppConfig):
    name = "apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        from apps.organisations import guests, permissions  # noqa: F401  (registers: logging in, the table)
        from apps.organisations.accounts import addresses  # noqa: F401  (registers: letters she does not want)
        from apps.organisations.accounts.cache_table import make_cache_table
        from apps.organisations.audit_words import names_of_members, register_names
        from apps.organisations.domain import notices  # noqa: F401  (registers: how long messages are kept)
        from apps.organisations.domain.deletion import delete_left_over_files
        from apps.organisations.domain.retention import apply_retention
        from apps.organisations.domain.trials import delete_ended_trials
        from apps.organisations.oversight_queries import find_support
        from apps.organisations.presence import register_visitors
        from apps.organisations.schedule import daily
        from config import checks  # noqa: F401  (registers: what an operator can get wrong)

        daily("retention", apply_retention)
        daily("trials", delete_ended_trials)
        daily("files", delete_left_over_files)
        post_migrate.connect(make_cache_table, sender=self)
        register_visitors(find_support)
        register_names(names_of_members)
