#!/bin/sh
# Prints the path of the newest Python that can run this project, or says what to do when there is none.
# The requirements are pinned for 3.11 up to and including 3.14, so a plain python3 is the last resort.
# PYTHON, when set, is the only one looked at. A Python that can make a virtual environment goes before one
# that cannot (on Debian that part is a package of its own, which prepare.py asks for).
names="${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}"
for modules in "sys, ensurepip" "sys"; do
    for name in $names; do
        "$name" -c "import $modules; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)" \
            2>/dev/null && exit 0
    done
done
cat >&2 <<END
Werkbalans needs Python 3.11 or newer. Looked for: $names. Install it:
  Debian, Ubuntu: sudo apt-get install python3 python3-venv
  Fedora:         sudo dnf install python3
  macOS:          brew install python@3.13
or name the one to use: make run PYTHON=/path/to/python3
END
exit 1
