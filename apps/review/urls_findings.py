"""Addresses of findings (inside a dossier) and of the texts of a practice (outside any firm)."""

from django.urls import path

from apps.review import views_finding, views_findings, views_text_blocks

_ONE = "toets/<uuid:submission_id>/bevindingen/<uuid:finding_id>"

finding_patterns = [
    path("toets/bevindingen/", views_findings.findings, name="findings"),
    path("toets/bevindingen/<uuid:finding_id>/antwoord/", views_findings.answer, name="answer_finding"),
    path("toets/<uuid:submission_id>/bevindingen/nieuw/", views_finding.new_finding, name="new_finding"),
    path(f"{_ONE}/", views_finding.finding, name="finding"),
    path(f"{_ONE}/wijzig/", views_finding.edit, name="change_finding"),
    path(f"{_ONE}/weg/", views_finding.drop, name="drop_finding"),
    path(f"{_ONE}/antwoord/", views_finding.reply, name="reply_finding"),
    path(f"{_ONE}/sluiten/", views_finding.close, name="close_finding"),
    path(f"{_ONE}/heropenen/", views_finding.reopen, name="reopen_finding"),
]

text_block_patterns = [
    path("adviseur/praktijk/<uuid:practice_id>/teksten/", views_text_blocks.text_blocks, name="text_blocks"),
    path(
        "adviseur/praktijk/<uuid:practice_id>/teksten/<uuid:block_id>/",
        views_text_blocks.change,
        name="change_text_block",
    ),
    path(
        "adviseur/praktijk/<uuid:practice_id>/teksten/<uuid:block_id>/weg/",
        views_text_blocks.drop,
        name="drop_text_block",
    ),
]
