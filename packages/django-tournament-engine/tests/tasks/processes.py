"""Workers and brokers of a test's own: started, watched, and ended by whoever started them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["a_broker", "a_worker", "end", "free_port", "kill", "until"]

ENGINE = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for another process; fail when it takes longer than any machine needs."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"This did not happen: {what}.")
        time.sleep(0.05)


@contextmanager
def a_worker(environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker of the tests' site for the length of a block, unless it is killed before."""
    words = "worker --pool prefork --concurrency 1 --loglevel warning"
    quiet = "--without-gossip --without-mingle --without-heartbeat"
    command = [sys.executable, "-m", "celery", "-A", "tests.tasks.celery_app"]
    worker = subprocess.Popen(
        [*command, *words.split(), *quiet.split()],
        cwd=ENGINE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.tasks.worker_settings", **environment},
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        end(worker)


@contextmanager
def a_broker(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Redis that keeps nothing for the length of a block."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server was not found: install it (on Debian: apt install redis-server).")
    options = f"--port {port} --bind 127.0.0.1 --dir {folder} --loglevel warning"
    broker = subprocess.Popen([program, *options.split(), "--save", ""])
    try:
        until(lambda: is_open(port), f"a Redis answers at port {port}")
        yield broker
    finally:
        end(broker)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end, and wait for that."""
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a worker and its children as a machine does that loses power."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
