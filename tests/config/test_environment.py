"""What the outside can set: what is missing or wrong is said in one sentence that names the variable."""

import pytest

from config.environment import DEVELOPMENT_KEY, UnusableEnvironmentError, read_environment

KEY = "k" * 60
SINGLE_SIGN_ON = {
    "OIDC_NAME": "eHerkenning",
    "OIDC_SERVER_URL": "https://login.example/realm/",
    "OIDC_CLIENT_ID": "werkbalans",
    "OIDC_CLIENT_SECRET": "hunter2",
}


@pytest.fixture(autouse=True)
def an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "DATA_DIR",
        "BEHIND_HTTPS",
        "MAIL_URL",
        "SITE_URL",
        "TRUSTED_PROXIES",
        *SINGLE_SIGN_ON,
    ):
        monkeypatch.delenv(name, raising=False)


def production(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "werkbalans.example", **more}.items():
        monkeypatch.setenv(name, value)


def test_without_a_secret_key_the_sentence_says_what_to_set() -> None:
    with pytest.raises(
        UnusableEnvironmentError, match=r"SECRET_KEY is not set\. Set it to at least 50 random"
    ):
        read_environment()


def test_without_hosts_the_sentence_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    with pytest.raises(UnusableEnvironmentError, match="ALLOWED_HOSTS is not set"):
        read_environment()


def test_the_development_key_is_never_used_when_debug_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch)
    assert read_environment().secret_key == KEY


def test_development_needs_only_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    env = read_environment()
    assert env.debug
    assert env.secret_key == DEVELOPMENT_KEY


def test_a_key_that_was_set_is_also_used_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("SECRET_KEY", KEY)
    assert read_environment().secret_key == KEY


def test_what_is_not_set_is_the_strict_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch)
    env = read_environment()
    assert not env.debug
    assert env.behind_https
    assert env.data_dir.name == "var"


@pytest.mark.parametrize("text", ["a.nl,b.nl", " a.nl , b.nl ,", "a.nl,,b.nl"])
def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    production(monkeypatch, ALLOWED_HOSTS=text)
    assert read_environment().allowed_hosts == ["a.nl", "b.nl"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    production(monkeypatch, **{name: ""})
    with pytest.raises(UnusableEnvironmentError, match=f"{name} is not set"):
        read_environment()


def test_mail_over_an_unknown_protocol_is_refused_without_showing_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    production(monkeypatch, MAIL_URL="http://user:hunter2@mail.example")
    with pytest.raises(
        UnusableEnvironmentError, match=r"MAIL_URL: .*must start with smtp:// or smtps://"
    ) as caught:
        read_environment()
    assert "hunter2" not in str(caught.value)


def test_mail_is_read_into_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch, MAIL_URL="smtps://user:secret@mail.example:465")
    server = read_environment().mail_server()
    assert (server.scheme, server.hostname, server.port) == ("smtps", "mail.example", 465)
    assert (server.username, server.password) == ("user", "secret")


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ({}, "https://werkbalans.example"),
        ({"BEHIND_HTTPS": "0"}, "http://werkbalans.example"),
        ({"ALLOWED_HOSTS": ".werkbalans.example,b.nl"}, "https://werkbalans.example"),
        ({"SITE_URL": "https://psa.example/"}, "https://psa.example"),
        ({"DEBUG": "1"}, "http://127.0.0.1:8000"),
        ({"DEBUG": "1", "SITE_URL": "http://localhost:9000"}, "http://localhost:9000"),
    ],
    ids=str,
)
def test_where_links_in_letters_lead(monkeypatch: pytest.MonkeyPatch, given: dict, site: str) -> None:
    production(monkeypatch, **given)
    assert read_environment().site == site


@pytest.mark.parametrize("text", ["werkbalans.example", "ftp://a.nl", "https://", "https://a.nl/psa"])
def test_a_site_that_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    production(monkeypatch, SITE_URL=text)
    with pytest.raises(UnusableEnvironmentError, match=r"SITE_URL: .*must be https:// and a host"):
        read_environment()


def test_a_word_that_is_no_yes_or_no_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(UnusableEnvironmentError, match=r"cannot be read\. DEBUG: "):
        read_environment()


def test_single_sign_on_is_off_when_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch)
    assert read_environment().single_sign_on() is None


def test_single_sign_on_takes_its_four_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch, **SINGLE_SIGN_ON)
    provider = read_environment().single_sign_on()
    assert (provider.name, provider.server_url) == ("eHerkenning", "https://login.example/realm")
    assert (provider.client_id, provider.client_secret) == ("werkbalans", "hunter2")
    assert "hunter2" not in repr(provider)


@pytest.mark.parametrize("left_out", list(SINGLE_SIGN_ON))
def test_single_sign_on_halfway_is_refused_and_the_sentence_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    production(monkeypatch, **{**SINGLE_SIGN_ON, left_out: ""})
    with pytest.raises(UnusableEnvironmentError, match=f"halfway: {left_out} is not set") as caught:
        read_environment()
    assert "hunter2" not in str(caught.value)


def test_single_sign_on_goes_over_https_but_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    production(monkeypatch, **{**SINGLE_SIGN_ON, "OIDC_SERVER_URL": "http://localhost:9000"})
    with pytest.raises(UnusableEnvironmentError, match="OIDC_SERVER_URL must start with https://"):
        read_environment()
    monkeypatch.setenv("DEBUG", "1")
    assert read_environment().single_sign_on().server_url == "http://localhost:9000"


def test_one_proxy_is_believed_when_https_ends_there_and_none_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    production(monkeypatch)
    assert read_environment().proxies == 1
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    assert read_environment().proxies == 2
    monkeypatch.delenv("TRUSTED_PROXIES")
    monkeypatch.setenv("BEHIND_HTTPS", "0")
    assert read_environment().proxies == 0
