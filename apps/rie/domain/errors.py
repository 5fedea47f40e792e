"""What can stand in the way of a save, apart from bad input."""


class DossierClosedError(Exception):
    """The dossier is closed: it can be read, not changed."""
