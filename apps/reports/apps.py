from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"

    def ready(self) -> None:
        from apps.organisations.domain.export import register_exporter
        from apps.reports.exchange.archive import dossier_files
        from apps.reports.steps import register_own_steps

        register_own_steps()
        register_exporter("dossiers", dossier_files)
