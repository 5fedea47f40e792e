#!/usr/bin/env python
"""Django's command line for Werkbalans."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from config.environment import UnusableEnvironmentError

    try:
        # Read them first: Django goes on without settings for a while, and then fails on something else.
        settings.INSTALLED_APPS  # noqa: B018
        execute_from_command_line(sys.argv)
    except UnusableEnvironmentError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
