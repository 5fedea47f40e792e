"""Marking messages as read."""

from __future__ import annotations

from django import forms


class ReadAllForm(forms.Form):
    """``until``: when the page was made, so that what came after it stays unread."""

    until = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])
