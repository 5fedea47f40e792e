from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"

    def ready(self) -> None:
        from apps.organisations.domain.export import register_exporter
        from apps.organisations.schedule import daily
        from apps.reports.domain import retention  # noqa: F401  (registers how long a sheet is kept)
        from apps.reports.domain.frozen_reports import keep_submitted_report
        from apps.reports.domain.sealed import keep_report
        from apps.reports.domain.sheets import keep_sheets_ready
        from apps.reports.exchange.archive import dossier_files
        from apps.reports.steps import register_own_steps
        from apps.review.domain.turns import on_turn

        register_own_steps()
        daily("help_sheets", keep_sheets_ready)
        register_exporter("dossiers", dossier_files)
        on_turn(keep_submitted_report)
        on_turn(keep_report)
