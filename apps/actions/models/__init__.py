"""The nouns of the plan of action, one module each."""

from apps.actions.models.action import (
    CARRIED_OUT,
    OVER,
    Action,
    ActionCoOwner,
    ActionEvent,
    ActionFactor,
    ActionStatus,
    EventKind,
    Repetition,
)
from apps.actions.models.choices import LeftOutMeasure, MisfitReason, SettledRisk
from apps.actions.models.evaluation import ActionEvaluation, AsMeant, Decision, Reassessment
from apps.actions.models.following import ActionComment, ActionStep, CalendarFeed
from apps.actions.models.information import Information, InformationAction

__all__ = [
    "CARRIED_OUT",
    "OVER",
    "Action",
    "ActionCoOwner",
    "ActionComment",
    "ActionEvaluation",
    "ActionEvent",
    "ActionFactor",
    "ActionStatus",
    "ActionStep",
    "AsMeant",
    "CalendarFeed",
    "Decision",
    "EventKind",
    "Information",
    "InformationAction",
    "LeftOutMeasure",
    "MisfitReason",
    "Reassessment",
    "Repetition",
    "SettledRisk",
]
