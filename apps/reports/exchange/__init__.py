"""A dossier as a file: YAML that people can read, write and keep. The format: ``docs/dossier-file.md``."""
