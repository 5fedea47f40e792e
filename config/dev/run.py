"""``make run``: bring the database up to date, then keep web server, worker and clock running.

Reads PORT (8000) next to the variables of ``config/environment.py``; DEBUG is 1 unless it is set.
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

from config.dev import system_libraries
from config.dev.supervisor import Program, Readiness, supervise
from config.environment import BASE_DIR, Environment, UnusableEnvironmentError, read_environment

HOST = "127.0.0.1"
MANAGE = [sys.executable, "manage.py"]


class StartError(Exception):
    """The application cannot start; the message tells the reader what to do."""


def main() -> int:
    # Until the supervisor takes over, SIGTERM ends the preparation as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return start()
    except (StartError, UnusableEnvironmentError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def start() -> int:
    """Prepare and run. Returns the exit code of the supervisor.

    Raises:
        StartError: the port, the database or the demo data is not usable.
        UnusableEnvironmentError: a setting is missing or wrong.
    """
    os.chdir(BASE_DIR)
    os.environ |= system_libraries.loader_variables(sys.platform)
    os.environ["DEBUG"] = os.environ.get("DEBUG") or "1"
    env = read_environment()
    port = read_port(os.environ)
    check_port_is_free(port)
    address = f"http://{HOST}:{port}/"
    if env.debug and not env.site_url:
        os.environ["SITE_URL"] = address  # also the worker writes links
    welcome = prepare_data(env)
    mailbox = f"Letters that it sends: {address}post/\n" if env.debug and not env.mail_url else ""
    return supervise(
        [web_server(port), worker(), clock()],
        readiness=Readiness(
            is_ready=lambda: answers(port, host_name=host_name(env)),
            announce=lambda: print(
                f"\nWerkbalans runs at {address} (Ctrl-C stops it).\n{mailbox}{welcome}", flush=True
            ),
        ),
    )


def read_port(environ: Mapping[str, str]) -> int:
    """The port to listen on: PORT, or 8000.

    Raises:
        StartError: PORT is no number from 1 to 65535.
    """
    text = environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise StartError(
            f"PORT is {text!r}. Set it to a number from 1 to 65535, for example: make run PORT=8001"
        )
    return int(text)


def check_port_is_free(port: int) -> None:
    """Fail early, before the database is touched.

    Raises:
        StartError: something else listens there, or we may not use this port.
    """
    with socket.socket() as probe:
        # As the web server does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be used"
            raise StartError(
                f"Port {port} {why}. Choose another one, for example: make run PORT=8001"
            ) from None


def prepare_data(env: Environment) -> str:
    """Bring the database up to date. Returns what the demo says about its accounts, if it was loaded.

    Raises:
        StartError: a step failed; its own output is on the screen.
    """
    print("Bringing the database up to date.", flush=True)
    env.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    manage("migrate", "--verbosity", "0")
    if not env.debug:
        manage("collectstatic", "--noinput", "--verbosity", "0")
        return ""
    return manage("load_demo") if env.demo else ""


def manage(*arguments: str) -> str:
    """Run a management command; its errors go to the screen, its output is returned.

    Raises:
        StartError: the command failed.
    """
    done = subprocess.run([*MANAGE, *arguments], stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise StartError(f"manage.py {arguments[0]} failed; the lines above say why.")
    return done.stdout


def web_server(port: int) -> Program:
    """One process with four threads: several people at once on one machine, also with SQLite."""
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--log-level", "warning"]
    options += ["--graceful-timeout", "5", "--no-control-socket", "--bind", f"{HOST}:{port}"]
    return Program("web server", [sys.executable, "-m", "gunicorn", "config.wsgi", *options])


def worker() -> Program:
    """Makes reports and sends letters, apart from the web server.

    No reloading: that would break off a running task.
    """
    return Program("background worker", [*MANAGE, "db_worker", "--interval", "0.5", "--no-reload"])


def clock() -> Program:
    """Looks every minute whether a letter still has to leave, and now and then for a job of the day."""
    return Program("clock", [*MANAGE, "schedule"])


def host_name(env: Environment) -> str:
    """A name by which the web server lets itself be asked."""
    usable = [name for name in env.allowed_hosts if "*" not in name]
    return usable[0].lstrip(".") if usable else HOST


def answers(port: int, *, host_name: str) -> bool:
    """Whether the web server answers a request, whatever the answer is."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": host_name})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
