"""What can stand in the way of a save, apart from bad input."""


class DossierClosedError(Exception):
    """The dossier is closed: it can be read, not changed."""


class ClosingRefusedError(Exception):
    """The dossier cannot be closed yet. ``reason`` is a sentence with a way out."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason
