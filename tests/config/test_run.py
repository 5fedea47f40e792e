"""The start itself: which port, which data, and when the address is shown."""

import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from config.dev import run
from config.dev.run import StartError
from config.environment import Environment

KEY = "k" * 60


def environment(folder: Path, **values: object) -> Environment:
    return Environment(**{"secret_key": KEY, "allowed_hosts": [], "data_dir": folder / "data", **values})


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The management commands that were given; each answers with its own name."""
    given: list[tuple[str, ...]] = []

    def manage(*arguments: str) -> str:
        given.append(arguments)
        return f"{arguments[0]} was done"

    monkeypatch.setattr(run, "manage", manage)
    return given


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((run.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(("environ", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8765"}, 8765)])
def test_the_port_is_8000_unless_it_is_set(environ: dict[str, str], port: int) -> None:
    assert run.read_port(environ) == port


@pytest.mark.parametrize("text", ["0", "65536", "web", "80.5", "-1", "²"])
def test_a_port_that_is_no_port_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(StartError, match="Set it to a number from 1 to 65535"):
        run.read_port({"PORT": text})


def test_a_port_in_use_is_named_with_the_way_out(busy_port: int) -> None:
    with pytest.raises(
        StartError, match=f"Port {busy_port} is in use by another program.*make run PORT=8001"
    ):
        run.check_port_is_free(busy_port)


def test_a_free_port_is_accepted(busy_port: int) -> None:
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        free = other.getsockname()[1]
    run.check_port_is_free(free)


def test_in_development_the_demo_is_loaded_and_its_accounts_are_shown(tmp_path: Path, commands: list) -> None:
    welcome = run.prepare_data(environment(tmp_path, debug=True))
    assert [command[0] for command in commands] == ["migrate", "load_demo"]
    assert welcome == "load_demo was done"
    assert (tmp_path / "data").is_dir()


def test_without_demo_the_database_stays_as_it_is(tmp_path: Path, commands: list) -> None:
    assert run.prepare_data(environment(tmp_path, debug=True, demo=False)) == ""
    assert [command[0] for command in commands] == ["migrate"]


def test_with_debug_off_there_is_no_demo_and_static_files_are_collected(
    tmp_path: Path, commands: list
) -> None:
    assert run.prepare_data(environment(tmp_path, debug=False)) == ""
    assert [command[0] for command in commands] == ["migrate", "collectstatic"]


def test_a_failed_command_stops_the_start_with_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StartError, match=r"manage\.py no_such_command failed"):
        run.manage("no_such_command")
    assert "Unknown command" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("hosts", "name"),
    [([], "127.0.0.1"), (["*"], "127.0.0.1"), (["a.nl", "b.nl"], "a.nl"), ([".a.nl"], "a.nl")],
)
def test_the_server_is_asked_by_a_name_it_answers_to(tmp_path: Path, hosts: list[str], name: str) -> None:
    assert run.host_name(environment(tmp_path, allowed_hosts=hosts)) == name


class Refuses(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(500)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


def test_any_answer_is_an_answer_and_silence_is_not() -> None:
    with HTTPServer((run.HOST, 0), Refuses) as server:
        port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        assert run.answers(port, host_name="localhost")
        server.shutdown()
        thread.join()
    assert not run.answers(port, host_name="localhost")


def test_links_in_letters_lead_to_the_port_and_the_start_says_where_letters_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "supervise", lambda programs, readiness, **_: readiness.announce() or 0)
    monkeypatch.setattr(run, "prepare_data", lambda env: "")
    monkeypatch.setattr(run, "check_port_is_free", lambda port: None)
    monkeypatch.chdir(tmp_path)
    for name, value in {"DEBUG": "1", "PORT": "8765", "SITE_URL": "", "MAIL_URL": ""}.items():
        monkeypatch.setenv(name, value)

    assert run.start() == 0

    assert os.environ["SITE_URL"] == "http://127.0.0.1:8765/"
    assert "Letters that it sends: http://127.0.0.1:8765/post/\n" in capsys.readouterr().out


def test_the_daily_jobs_run_beside_the_web_server_and_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def supervise(programs: list[run.Program], **options: object) -> int:
        kept.extend(" ".join(program.command) for program in programs)
        return 0

    monkeypatch.setattr(run, "supervise", supervise)
    monkeypatch.setattr(run, "prepare_data", lambda env: "")
    monkeypatch.setattr(run, "check_port_is_free", lambda port: None)
    monkeypatch.chdir(tmp_path)

    assert run.start() == 0

    assert [part for part in ("gunicorn", "db_worker", "schedule") if any(part in line for line in kept)] == [
        "gunicorn",
        "db_worker",
        "schedule",
    ]
