"""How a risk gets its priority: pure rules, without database, in one module per method.

The rules themselves are explained for readers in ``docs/scoring.md``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from .base import (
    Evaluation,
    InvalidRiskInput,
    Method,
    Priority,
    RiskInput,
    ScaleStep,
    UnknownMethod,
    Verdict,
)
from .direct import DirectMethod
from .french import FrenchMethod
from .kinney import KinneyMethod
from .psa import PsaMethod, matrix_priority

__all__ = [
    "METHODS",
    "Evaluation",
    "InvalidRiskInput",
    "Method",
    "Priority",
    "RiskInput",
    "ScaleStep",
    "UnknownMethod",
    "Verdict",
    "get_method",
    "matrix_priority",
]

METHODS: Mapping[str, Method] = MappingProxyType(
    {method.name: method for method in (PsaMethod(), KinneyMethod(), FrenchMethod(), DirectMethod())}
)


def get_method(name: str) -> Method:
    """The evaluation method with this name: ``psa``, ``kinney``, ``french`` or ``direct``.

    Raises UnknownMethod, which names the methods that do exist.
    """
    try:
        return METHODS[name]
    except KeyError:
        raise UnknownMethod(name, known=METHODS) from None
