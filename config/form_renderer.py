"""How a form field looks, in one place for the whole site (``templates/forms/``)."""

from __future__ import annotations

from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe


class Field(BoundField):
    """A field that hands its template plain values: a template reads those much faster than attributes."""

    def get_context(self) -> dict[str, Any]:
        """``layout``: ``group`` is controls under one legend, ``check`` one box, ``line`` the rest."""
        is_check = getattr(self.field.widget, "input_type", "") == "checkbox"
        return {
            "id": self.auto_id,
            "label": conditional_escape(self.label),
            "help": conditional_escape(self.help_text),
            "is_required": self.field.required,
            "layout": "group" if self.use_fieldset else "check" if is_check else "line",
            "described_by": self.aria_describedby if self.use_fieldset else "",
            "control": str(self),
            "messages": list(self.errors),
        }


class FormRenderer(TemplatesSetting):
    """Django's own field groups, with our templates.

    ``{{ form }}`` writes all fields of a form, ``{{ form.title.as_field_group }}`` one of them: label, help,
    control and messages. The controls themselves are ``templates/django/forms/widgets/``.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As Django does; the attributes of a control come written out, as ``attributes``."""
        if "widget" in context:
            context["attributes"] = _written_out(context["widget"]["attrs"])
        return super().render(template_name, context, request)

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field


def _written_out(attributes: dict[str, Any]) -> SafeString:
    """What ``django.forms.utils.flatatt`` makes of them, in a tenth of its time."""
    parts = [
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
    return mark_safe("".join(parts))  # noqa: S308 (names of attributes are ours, values are escaped)
