"""Everything the outside can set, typed and checked. ``config/settings.py`` is its only reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "for-development-only-never-used-when-debug-is-off"

SINGLE_SIGN_ON = ("oidc_name", "oidc_server_url", "oidc_client_id", "oidc_client_secret")
CommaSeparated = Annotated[list[str], NoDecode]


class UnusableEnvironmentError(ImproperlyConfigured):
    """A variable is missing or wrong; the message names it and says what to set."""


@dataclass(frozen=True)
class SingleSignOn:
    """The provider of OpenID Connect with which people may log in, and who we are there."""

    name: str
    server_url: str
    client_id: str
    client_secret: str = field(repr=False)


class Environment(BaseSettings):
    """Settings from environment variables, safe by default: what is not set is the strict choice."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    debug: bool = Field(default=False, description="Development mode: readable errors, mail as files")
    secret_key: str = Field(default="", description="Signs sessions; at least 50 random characters")
    old_secret_keys: CommaSeparated = Field(
        default=[], description="Keys that were SECRET_KEY before, separated by commas"
    )
    allowed_hosts: CommaSeparated = Field(default=[], description="Host names, separated by commas")
    database_url: str = Field(default="", description="postgres://… ; empty: SQLite under DATA_DIR")
    data_dir: Path = Field(default=BASE_DIR / "var", description="SQLite, stored reports and evidence")
    behind_https: bool = Field(default=True, description="Secure cookies and redirect to https")
    demo: bool = Field(default=True, description="Load the demo organisations; only used with DEBUG")
    mail_url: str = Field(default="", description="smtp://user:password@host:587 ; empty: not sent")
    site_url: str = Field(
        default="", description="https://host of this site, for links in letters; empty: the first host"
    )
    mail_from: str = "Werkbalans <noreply@werkbalans.example>"
    privacy_contact: str = Field(
        default="privacy@werkbalans.example", description="E-mail address for questions about personal data"
    )
    backup_days: int = Field(default=30, ge=0, description="How long back-ups are kept; told to people")
    trusted_proxies: int | None = Field(
        default=None,
        ge=0,
        description="Proxies in front that add to X-Forwarded-For; empty: 1 with BEHIND_HTTPS, else 0",
    )
    oidc_name: str = Field(default="", description="Single sign-on: name on the button")
    oidc_server_url: str = Field(default="", description="Single sign-on: https://… of the provider")
    oidc_client_id: str = Field(default="", description="Single sign-on: who we are there")
    oidc_client_secret: str = Field(default="", description="Single sign-on: our password there")
    web_concurrency: int = Field(default=1, ge=1, description="Web processes; gunicorn reads it too")
    evidence_scanner: str = Field(default="", description="Dotted path of a virus scanner for uploads")
    seal_file: str = Field(default="", description="PKCS#12 with the certificate that seals a toetsverslag")
    seal_password: str = Field(default="", description="Opens SEAL_FILE")
    seal_earlier: CommaSeparated = Field(
        default=[], description="SHA-256 of certificates that sealed before, separated by commas"
    )

    @field_validator("allowed_hosts", "old_secret_keys", "seal_earlier", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("mail_url")
    @classmethod
    def check_mail_url(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtps"):
            raise ValueError("must start with smtp:// or smtps://")
        return value

    @field_validator("site_url")
    @classmethod
    def check_site_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("https", "http") or not parts.netloc or parts.path.strip("/")):
            raise ValueError("must be https:// and a host, without anything behind it")
        return value.rstrip("/")

    @property
    def site(self) -> str:
        """Where this site is, without a slash at the end: what links in letters begin with."""
        if self.site_url:
            return self.site_url
        if self.debug:
            return "http://127.0.0.1:8000"
        scheme = "https" if self.behind_https else "http"
        return f"{scheme}://{self.allowed_hosts[0].lstrip('.')}"

    @property
    def proxies(self) -> int:
        """How many proxies in front are ours: only their X-Forwarded-For says from where somebody comes."""
        if self.trusted_proxies is not None:
            return self.trusted_proxies
        return int(self.behind_https and not self.debug)

    def single_sign_on(self) -> SingleSignOn | None:
        """The provider to log in with; None when there is none.

        Raises:
            UnusableEnvironmentError: when only some of the variables are set, or the address is not https.
        """
        given = {name: getattr(self, name) for name in SINGLE_SIGN_ON}
        if not any(given.values()):
            return None
        missing = [name.upper() for name, value in given.items() if not value]
        if missing:
            raise UnusableEnvironmentError(
                f"Single sign-on is set up halfway: {', '.join(missing)} is not set. Set all of "
                f"{', '.join(name.upper() for name in SINGLE_SIGN_ON)}, or none of them."
            )
        schemes = ("https", "http") if self.debug else ("https",)
        if urlsplit(self.oidc_server_url).scheme not in schemes:
            raise UnusableEnvironmentError(
                "OIDC_SERVER_URL must start with https://, because passwords and names pass there."
            )
        return SingleSignOn(
            self.oidc_name, self.oidc_server_url.rstrip("/"), self.oidc_client_id, self.oidc_client_secret
        )

    def mail_server(self) -> SplitResult:
        """The parts of MAIL_URL: smtp:// is STARTTLS, smtps:// is TLS from the start."""
        return urlsplit(self.mail_url)


def read_environment() -> Environment:
    """Read and check the environment.

    Raises:
        UnusableEnvironmentError: with a sentence that names the variable and what to set.
    """
    try:
        env = Environment()
    except ValidationError as error:
        problems = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise UnusableEnvironmentError(f"The environment cannot be read. {problems}") from None
    env.single_sign_on()  # refuse now what is set up halfway
    if env.debug:
        return env.model_copy(update={"secret_key": env.secret_key or DEVELOPMENT_KEY})
    if not env.secret_key:
        raise UnusableEnvironmentError(
            "SECRET_KEY is not set. Set it to at least 50 random characters, for example the output of "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(60))', or set DEBUG=1 for development."
        )
    if not env.allowed_hosts:
        raise UnusableEnvironmentError("ALLOWED_HOSTS is not set. Set it to the host name of this site.")
    return env
