"""Pages about the dossier, one module per step."""
