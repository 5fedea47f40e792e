"""What the groups of the overview are called on screen."""

from django.utils.translation import gettext_lazy as _

from apps.actions.help_sheets.schema import Group

GROUP_LABELS = {
    Group.CONVERSATION: _("Talking about the work"),
    Group.AGREEMENTS: _("Making agreements"),
    Group.PEOPLE: _("Starting, leaving and caring"),
    Group.INCIDENT: _("After a traumatic event"),
}
