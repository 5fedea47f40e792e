"""Settings of the tests: those of production, on throw-away data, without https and without mail.

Only DATABASE_URL is taken from outside. Everything else is fixed here, also for the commands that a test
starts as a process of its own, so that a test does the same on every machine.
"""

import atexit
import os
import shutil
import tempfile

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "BEHIND_HTTPS": "0",
    "DATA_DIR": tempfile.mkdtemp(prefix="werkbalans-tests-"),
    "MAIL_URL": "",
    "SITE_URL": "",
    "DEMO": "1",
}
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing here is worth guarding

# A seal of the tests' own; a file in the environment of the machine is left alone.
SEAL_FILE, SEAL_EARLIER, SEAL_SELF_SIGNED = "", [], True

# Static files straight from their source: nothing is collected before the tests.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A server in a thread of the tests must not keep a connection open: the test database could not be removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

# A file as in production: threads of a journey's server queue for the write lock. In memory they share one
# connection, and two writes at once would fail.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA_DIR"], "test.sqlite3")}  # noqa: F405
