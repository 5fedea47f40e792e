"""What all parts of a dossier file share."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from apps.rie.content.schema import StrictModel


class Part(StrictModel):
    """A part of the file. Unknown keys are refused, so that a typing error is never a silent default."""

    @model_validator(mode="before")
    @classmethod
    def leave_out_what_is_empty(cls, data: Any) -> Any:
        required = [name for name, field in cls.model_fields.items() if field.is_required()]
        if not isinstance(data, dict):
            some = ", ".join(required or cls.model_fields)
            raise ValueError(f"must hold keys with a value each: {some}")
        return {
            key: value
            for key, value in data.items()
            if value is not None or key in required or key not in cls.model_fields
        }


def entry_of(part: type[Part], values: dict[str, Any]) -> dict[str, Any]:
    """The values in the order of the schema, without those that are what the schema fills in itself."""
    return {
        name: str(values[name]) if isinstance(values[name], str) else values[name]
        for name, field in part.model_fields.items()
        if values[name] != field.get_default(call_default_factory=True)
    }
