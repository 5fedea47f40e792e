"""Words for the fixed values of the measure catalogue."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWNER_LABELS = {
    "employer": _("Employer"),
    "hr": _("HR"),
    "leader": _("Manager of the team"),
    "prevention_officer": _("Prevention officer"),
}
LEVEL_LABELS = {
    "organisation": _("whole firm"),
    "team": _("team"),
    "individual": _("one employee"),
}
STEP_LABELS = {
    "source": _("at the source"),
    "collective": _("for everyone"),
    "individual": _("for one person"),
    "recovery": _("care afterwards"),
}
EFFORT_LABELS = {
    "low": pgettext_lazy("effort", "little work"),
    "medium": pgettext_lazy("effort", "some work"),
    "high": pgettext_lazy("effort", "much work"),
}
COST_LABELS = {
    "none": _("no cost"),
    "low": _("up to about 500 euros"),
    "medium": _("500 to 5,000 euros"),
    "high": _("more than 5,000 euros"),
}
ZONMW_LABELS = {
    1: _("Working out together what fits"),
    2: _("Training for individuals"),
    3: _("Dialogue between managers and employees"),
    4: _("Support from colleagues"),
    5: _("Culture of the organisation"),
}
