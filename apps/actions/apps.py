from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "apps.actions"
    label = "actions"

    def ready(self) -> None:
        from apps.actions.domain.owners import keep_name_of_owner
        from apps.actions.domain.reminders import send_reminders
        from apps.actions.help_sheets import names_in_log
        from apps.actions.letter_keys import KINDS
        from apps.actions.own_work import register_own_work
        from apps.actions.steps import register_own_steps
        from apps.organisations.audit_words import register_names
        from apps.organisations.domain.members import on_leaving
        from apps.organisations.letters import may_be_muted
        from apps.organisations.schedule import daily

        register_own_steps()
        register_own_work()
        register_names(names_in_log)
        on_leaving(keep_name_of_owner)
        daily("reminders", send_reminders, from_hour=7)  # nobody wants a letter at night
        for kind, label in KINDS.items():
            may_be_muted(kind, label)
