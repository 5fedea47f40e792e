from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "apps.actions"
    label = "actions"

    def ready(self) -> None:
        from apps.actions.own_work import register_own_work
        from apps.actions.steps import register_own_steps

        register_own_steps()
        register_own_work()
