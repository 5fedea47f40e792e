#!/usr/bin/env python
"""Django's command line for Werkbalans."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.environment import UnusableEnvironmentError

    try:
        execute_from_command_line(sys.argv)
    except UnusableEnvironmentError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
