"""How a form field looks, in one place for the whole site (``templates/forms/``)."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's own field groups, with our templates.

    ``{{ form }}`` writes all fields of a form, ``{{ form.title.as_field_group }}`` one of them: label, help,
    control and messages. The controls themselves are ``templates/django/forms/widgets/``.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
