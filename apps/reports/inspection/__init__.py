"""The inspection file: one ZIP with what the Arbeidsinspectie asks for, and a way to check such a file.

Its makeup, which :mod:`apps.reports.inspection.checking` holds every file to.
"""

FORMAT = "werkbalans-inspection-1"
README = "README.txt"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
REPORT = "1-rapport.pdf"
PLAN = "2-plan-van-aanpak.xlsx"
REVIEW = "3-toetsverslag-ronde-{number}.pdf"
CONSENT = "4-instemming.txt"
INFORMATION = "5-voorlichting.txt"
EVIDENCE = "6-bewijsstukken.csv"
EVIDENCE_FOLDER = "6-bewijsstukken"
VERSION = "7-versies/versie-{number}.json"
LOG = "8-verloop-van-de-toets.csv"

# What every file holds; the rest depends on how far the firm is.
ALWAYS = (README, MANIFEST, REPORT, PLAN, CONSENT, INFORMATION, EVIDENCE, LOG)
