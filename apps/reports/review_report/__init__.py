"""The toetsverslag: what an adviser concluded about one version, as data and as a PDF."""
