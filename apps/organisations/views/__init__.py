"""Pages about people and their firms, one module per subject."""
