"""Settings of Werkbalans. The only place that turns the environment into Django's settings."""

from datetime import timedelta

import dj_database_url
from django.contrib.messages import constants as message_levels

from config.environment import BASE_DIR, read_environment
from config.headers import content_security_policy

env = read_environment()

DEBUG = env.debug
SECRET_KEY = env.secret_key
SECRET_KEY_FALLBACKS = env.old_secret_keys
SITE_URL = env.site
ALLOWED_HOSTS = env.allowed_hosts or (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
DEMO = env.demo

INSTALLED_APPS = [
    "apps.organisations",
    "apps.rie",
    "apps.actions",
    "apps.review",
    "apps.insights",
    "apps.reports",
    "django.forms",
    "apps.organisations.admin_config.PlatformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.organisations.middleware.MemberMiddleware",
    "apps.organisations.guests.GuestMiddleware",
    "apps.organisations.accounts.middleware.TwoStepMiddleware",
    "apps.organisations.middleware.TenantMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.database_url or f"sqlite:///{env.data_dir / 'werkbalans.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while the worker writes; IMMEDIATE takes the write lock at the start of a
    # transaction, so that two writers queue for it instead of failing halfway.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TRIAL_DAYS = 14  # a trial that no account took over is deleted after this
TRIALS_PER_ADDRESS = "20/h/ip"

SECTOR_MINIMUM = 10  # firms; a trade organisation never sees a number about fewer

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "apps.organisations.backends.EmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "apps.organisations.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# A code is typed in the tab that is open: it cannot be used elsewhere, and programs that open every link
# in a mail to see whether it is safe confirm nothing with it.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Werkbalans: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.behind_https and not DEBUG else "http"
# A firm is often behind one address. What is guessed counts per account and address; an address as a
# whole may do what a training room full of people does. See ``AccountAdapter``.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/5m/key,300/h/ip",
    "login_failed_anywhere": "100/h/key",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.proxies

MFA_ADAPTER = "apps.organisations.accounts.adapters.TwoStepAdapter"
MFA_FORMS = {
    "add_webauthn": "apps.organisations.accounts.forms.AddPasskeyForm",
    "authenticate": "apps.organisations.accounts.forms.SecondStepForm",
    "edit_webauthn": "apps.organisations.accounts.forms.RenamePasskeyForm",
    "reauthenticate": "apps.organisations.accounts.forms.SecondStepAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Werkbalans"
MFA_TOTP_TOLERANCE = 1  # times 30 seconds: the clock of a telephone may be a little off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

# Single sign-on: one provider, from the environment. An e-mail address counts only when the provider says
# in so many words that it is confirmed (``SingleSignOnAdapter``).
SINGLE_SIGN_ON = env.single_sign_on()
SOCIALACCOUNT_ADAPTER = "apps.organisations.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False

# Counts of attempts are shared by all processes, so they stand in the database; ``migrate`` makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.data_dir / "files"  # never served by URL: only through views that check who asks
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

FORM_RENDERER = "config.form_renderer.FormRenderer"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}

SECURE = env.behind_https and not DEBUG
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"  # our addresses hold ids; no other site has to see them
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# With this prefix a browser takes the cookie only over https, and only from this very host.
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_security_policy(https=SECURE, sign_in_server=env.oidc_server_url)

DEFAULT_FROM_EMAIL = env.mail_from
EMAIL_TIMEOUT = 10  # seconds; somebody waits for her code
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if DEBUG:
    EMAIL_BACKEND = "config.mail.folder.EmailBackend"
    EMAIL_FILE_PATH = env.data_dir / "mail"  # read at /post/
if env.mail_url:
    mail = env.mail_server()
    EMAIL_BACKEND = "config.mail.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail.hostname, mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.username or "", mail.password or ""
    EMAIL_USE_TLS = mail.scheme == "smtp"
    EMAIL_USE_SSL = mail.scheme == "smtps"

# How long after its end something is kept; ``domain/retention.py`` carries it out every day and the privacy
# pages show it. Audit: as long as a firm may need to see who looked (AVG art. 5 lid 2). Closed RI&E's: no
# law names a term; claims for harm lapse five years after they are known (BW art. 3:310), two to spare.
RETENTION = {
    "audit": timedelta(days=2 * 365),
    "admin_log": timedelta(days=2 * 365),
    "support": timedelta(days=2 * 365),
    "closed_dossiers": timedelta(days=7 * 365),
    "invitations": timedelta(days=90),
    "letters": timedelta(days=7),  # those that could not be sent; others are wiped as soon as they leave
    "sent_letters": timedelta(days=400),  # only which letter it was, so that a yearly one is not sent twice
    "jobs": timedelta(days=30),
    "runs": timedelta(days=90),
    "sessions": timedelta(days=0),
    "unconfirmed_accounts": timedelta(days=14),
    "plan_imports": timedelta(days=7),
    "notices": timedelta(days=400),
    "review_records": timedelta(days=7 * 365),  # as long as a closed RI&E
}
BACKUP_DAYS = env.backup_days
PRIVACY_CONTACT = env.privacy_contact
# Messages stand in the session; Django's usual choice puts a third cookie beside it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
WEB_CONCURRENCY = env.web_concurrency
EVIDENCE_MAX_BYTES = 10_000_000
EVIDENCE_MAX_FILES = 200  # per dossier
EVIDENCE_SCANNER = env.evidence_scanner  # see docs/uploads.md
SEAL_FILE, SEAL_PASSWORD, SEAL_EARLIER = env.seal_file, env.seal_password, env.seal_earlier
SEAL_SELF_SIGNED = DEBUG  # without SEAL_FILE: a certificate that only this site knows
SEAL_OWN_FILE = env.data_dir / "seal.p12"
CHECKS_PER_ADDRESS = "60/h/ip"  # how often somebody may have a toetsverslag verified
UPLOAD_MAX_REQUEST_BYTES = 5 * EVIDENCE_MAX_BYTES  # up to here a page says that a file is too large
FILE_UPLOAD_HANDLERS = [
    "config.uploads.GuardingUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

ADMINS: list[tuple[str, str]] = []  # errors go to the log, never by mail: a mail would quote the request
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_people": {"()": "config.logging_privacy.WithoutPeople"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": [] if DEBUG else ["without_people"],  # who develops needs the values
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": []},  # its own console handler would say everything twice in development
        "fido2": {"level": "WARNING"},  # else it writes which key was used
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
