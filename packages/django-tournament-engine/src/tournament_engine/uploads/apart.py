"""Pictures decoded in a process of their own: what a file does to a decoder, it does there.

Chosen by `UPLOADS["CHILD_PROCESS"]`, on Linux. The process has so much memory and so many seconds
of a processor for one picture, and the system ends it when it wants more. It knows no settings,
no database and none of the site's secrets, and says what it made in one line and bytes.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput
from tournament_engine.uploads.kinds import KINDS, Kind
from tournament_engine.uploads.pictures import Picture, remade
from tournament_engine.uploads.policies import UploadPolicy

__all__ = ["remade_apart"]

#: What decoding one picture may take, on top of what the process takes to begin with.
MEMORY = 256 * 2**20
SECONDS = 2.0

#: Whoever sent it does not wait longer for a process that waits itself.
_PATIENCE = 30

_ENGINE = Path(__file__).parent.parent

#: All that it gets of the environment: where its interpreter finds what it is made of.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "PATH")

_TOO_HEAVY = "too_heavy"


def remade_apart(data: bytes, kind: Kind, policy: UploadPolicy) -> Picture:
    """Do what `remade` does, elsewhere; raise InvalidInput also for what takes too much."""
    task = {
        "kind": kind.name,
        "policy": asdict(policy),
        "memory": MEMORY,
        "seconds": SECONDS,
        "language": translation.get_language() or "en",
    }
    head, content = _answer(json.dumps(task).encode() + b"\n" + data)
    if "code" in head:
        raise InvalidInput(head["message"], code=head["code"])
    return Picture(content, **head)


def _answer(question: bytes) -> tuple[dict[str, Any], bytes]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module; the file goes to its input
            [sys.executable, "-m", __name__],
            input=question,
            stdout=subprocess.PIPE,
            timeout=_PATIENCE,
            env={**environment, "PYTHONPATH": str(_ENGINE.parent)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal() from error
    if ended.returncode < 0:
        raise _refusal()
    # Anything else that ends it is a fault of ours.
    ended.check_returncode()
    head, _end, content = ended.stdout.partition(b"\n")
    return json.loads(head), content


def _refusal() -> InvalidInput:
    message = _("The picture takes too much to decode; send a smaller or a simpler one.")
    return InvalidInput(message, code=_TOO_HEAVY)


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    """Decode the one picture that is asked for."""
    task = json.loads(source.readline())
    data = source.read()
    settings.configure(LOCALE_PATHS=[str(_ENGINE / "locale")])
    django.setup()
    translation.activate(task["language"])
    kind = KINDS[task["kind"]]
    rules = UploadPolicy(**{**task["policy"], "kinds": tuple(task["policy"]["kinds"])})
    _limit(task["memory"], task["seconds"])
    try:
        picture = remade(data, kind, rules)
    except InvalidInput as error:
        refused = _refusal() if isinstance(error.__cause__, MemoryError) else error
        target.write(json.dumps({"code": refused.code, "message": refused.message}).encode())
        return
    head = {name: value for name, value in vars(picture).items() if name != "content"}
    target.write(json.dumps(head).encode() + b"\n" + picture.content)


def _limit(memory: int, seconds: float) -> None:
    # Not everywhere: who asks for this process on another system is told so by a check.
    resource = import_module("resource")
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # Nobody handles the signal: it ends the process, whatever the decoder is at.
    signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
