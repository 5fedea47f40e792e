from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "apps.review"
    label = "review"

    def ready(self) -> None:
        from apps.organisations.domain.account import on_account_end
        from apps.organisations.domain.invitations import on_accepted
        from apps.organisations.letters import may_be_muted
        from apps.organisations.presence import register_visitors
        from apps.organisations.schedule import daily
        from apps.review.domain import (
            invitation_retention,  # noqa: F401  (how long invitations are kept)
            retention,  # noqa: F401  (registers how long a record is kept)
        )
        from apps.review.domain.forgetting import forget_in_reviews
        from apps.review.domain.practice import release_new_member
        from apps.review.domain.submitting import closing_refused
        from apps.review.domain.turns import on_turn
        from apps.review.notice_words import register_sentences
        from apps.review.queries import find_adviser
        from apps.review.reminders import KINDS, send_review_reminders
        from apps.review.steps import register_own_steps
        from apps.review.telling import tell_turn
        from apps.review.withheld import keep_drafts_back
        from apps.rie.domain.dossier import on_close

        register_own_steps()
        keep_drafts_back()
        on_close(closing_refused)
        register_visitors(find_adviser)
        on_accepted(release_new_member)
        on_account_end(forget_in_reviews)
        register_sentences()
        on_turn(tell_turn)
        daily("review_reminders", send_review_reminders, from_hour=7)  # nobody wants a letter at night
        for kind, label in KINDS.items():
            may_be_muted(kind, label)
