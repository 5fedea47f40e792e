"""Set-up and start on a developer's machine. Not imported by the application."""
