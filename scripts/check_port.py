"""Whether the demo's port is free: `check_port.py PORT`, before anything else is done."""

import socket
import sys

LAST_PORT = 65_535


def problem_with(port: str) -> str:
    """Return a sentence that says what to do, or "" when the port can be used."""
    if not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
        return f"PORT={port} is no port: give a number up to {LAST_PORT}, as `make demo PORT=8001`."
    with socket.socket() as probe:
        # As the server does it: a port that closed a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            return (
                f"Port {port} is in use: choose another, as in `make demo PORT={other(int(port))}`."
            )
    return ""


def other(port: int) -> int:
    """Return a port to propose instead."""
    return port + 1 if port < LAST_PORT else port - 1


if __name__ == "__main__":
    if problem := problem_with(sys.argv[1]):
        sys.exit(f"make demo: {problem}")
