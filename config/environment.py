"""Everything the outside can set, typed and checked. ``config/settings.py`` is its only reader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "for-development-only-never-used-when-debug-is-off"

CommaSeparated = Annotated[list[str], NoDecode]


class UnusableEnvironmentError(ImproperlyConfigured):
    """A variable is missing or wrong; the message names it and says what to set."""


class Environment(BaseSettings):
    """Settings from environment variables, safe by default: what is not set is the strict choice."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    debug: bool = Field(default=False, description="Development mode: readable errors, mail on the console")
    secret_key: str = Field(default="", description="Signs sessions; at least 50 random characters")
    allowed_hosts: CommaSeparated = Field(default=[], description="Host names, separated by commas")
    database_url: str = Field(default="", description="postgres://… ; empty: SQLite under DATA_DIR")
    data_dir: Path = Field(default=BASE_DIR / "var", description="SQLite, stored reports and evidence")
    behind_https: bool = Field(default=True, description="Secure cookies and redirect to https")
    demo: bool = Field(default=True, description="Load the demo organisations; only used with DEBUG")
    mail_url: str = Field(default="", description="smtp://user:password@host:587 ; empty: not sent")
    mail_from: str = "Werkbalans <noreply@werkbalans.example>"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return [host.strip() for host in value.split(",") if host.strip()]
        return value

    @field_validator("mail_url")
    @classmethod
    def check_mail_url(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtps"):
            raise ValueError("must start with smtp:// or smtps://")
        return value

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
