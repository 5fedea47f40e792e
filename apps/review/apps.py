from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "apps.review"
    label = "review"

    def ready(self) -> None:
        from apps.organisations.presence import register_visitors
        from apps.review.queries import find_adviser

        register_visitors(find_adviser)
