"""Sessions for those who use nox: each calls what make and tox call."""

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["test", "lint", "docs", "build"]


@nox.session
def test(session: nox.Session) -> None:
    """Run the suite: `make test`."""
    session.run("make", "test", external=True)


@nox.session
def matrix(session: nox.Session) -> None:
    """Run the tests on every Python and Django: tox."""
    session.run("tox", *session.posargs, external=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Run every static check: `make lint`."""
    session.run("make", "lint", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documents: `make docs`."""
    session.run("make", "docs", external=True)


@nox.session
def build(session: nox.Session) -> None:
    """Build the packages and try them in a new site: `make build`."""
    session.run("make", "build", external=True)
