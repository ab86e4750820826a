"""A wallet in a process of its own, which speaks JSON over HTTP.

`python wallet_service.py --port 8090` serves it to this machine; port 0 takes a free one and
prints it. Everything is forgotten when it ends. Whoever speaks to it posts an object and gets one
back: `balance`, `charge`, `refund`, `payout`, `lookup`. A refusal is a status of 4xx with a code.

It fails on purpose when it is told to, by `WALLET_FAULTS` or a post to `faults`. For each path a
list says what befalls the next requests: {"payout": ["late", "twice"]}. See `Faults`.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, RLock
from typing import Any, TypeAlias

Body: TypeAlias = Mapping[str, Any]

#: Nobody waits longer than that, in seconds, to be told about a request that is held.
LONGEST_WAIT = 20


class RefusedError(Exception):
    """The request was understood, and nothing moved."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class SilenceError(Exception):
    """The connection is closed without an answer."""


@dataclass
class Wallets:
    """What people have, and the receipt of every key: a key moves money once."""

    purses: Counter[tuple[str, str]] = field(default_factory=Counter)
    receipts: dict[str, Body] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    refunded: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)
    lock: RLock = field(default_factory=RLock)

    def balance(self, body: Body) -> Body:
        return {"amount": self.purses[body["user"], body["currency"]]}

    def payout(self, body: Body) -> Body:
        return self._once(body, lambda: self._move(body, body["user"], body["amount"]))

    def charge(self, body: Body) -> Body:
        return self._once(body, lambda: self._charge(body))

    def refund(self, body: Body) -> Body:
        return self._once(body, lambda: self._refund(body))

    def lookup(self, body: Body) -> Body:
        key = body["key"]
        if key not in self.receipts and self.under_way[key]:
            # "Nothing moved" would be wrong a moment later.
            raise RefusedError(503, "under_way", "This is being done; ask again.")
        return {"receipt": self.receipts.get(key)}

    def _once(self, body: Body, move: Callable[[], Body]) -> Body:
        key, amount = body["key"], body["amount"]
        if type(amount) is not int or amount <= 0:
            raise RefusedError(400, "no_amount", "An amount is a whole number above zero.")
        if self.bodies.get(key, body) != body:
            raise RefusedError(409, "key_reused", "This key stands for something else.")
        if key not in self.receipts:
            self.receipts[key] = move()
            self.bodies[key] = body
        return {"receipt": self.receipts[key]}

    def _charge(self, body: Body) -> Body:
        if self.purses[body["user"], body["currency"]] < body["amount"]:
            raise RefusedError(402, "insufficient_funds", "There is too little in the wallet.")
        return self._move(body, body["user"], -body["amount"])

    def _refund(self, body: Body) -> Body:
        charge, amount = self.bodies.get(body["charge"]), body["amount"]
        if charge is None or charge["kind"] != "charge" or charge["currency"] != body["currency"]:
            raise RefusedError(422, "refund_too_high", "Nothing was charged under this key.")
        if self.refunded[body["charge"]] + amount > charge["amount"]:
            raise RefusedError(422, "refund_too_high", "This is more than was charged.")
        self.refunded[body["charge"]] += amount
        return self._move(body, charge["user"], amount)

    def _move(self, body: Body, user: str, change: int) -> Body:
        self.purses[user, body["currency"]] += change
        facts = {name: body[name] for name in ("key", "amount", "currency")}
        return {**facts, "reference": f"w-{len(self.receipts) + 1}"}


@dataclass
class Faults:
    """What befalls the next requests, by path.

    `late` holds a request, undone and unanswered, until a post to `release`; `delayed` does so
    before the wallet knows of it, as if it were still on its way; `twice` does it twice;
    `silent_after` does it and never answers; `silent_before` neither does nor answers.
    A post to `held` is answered once a request is held.
    """

    wallets: Wallets
    planned: dict[str, list[str]] = field(default_factory=dict)
    held: int = 0
    is_released: bool = False
    changed: Condition = field(default_factory=Condition)

    def answer(self, path: str, body: Body) -> Body:
        if path in ("faults", "held", "release"):
            return {"faults": self._plan, "held": self._held, "release": self._release}[path](body)
        if path not in ("balance", "charge", "refund", "payout", "lookup"):
            raise RefusedError(404, "no_such_path", "There is nothing here.")
        fault = self._next(path)
        if fault == "silent_before":
            raise SilenceError
        if fault in ("late", "delayed"):
            return self._late(path, body, is_known=fault == "late")
        answer = self._do(path, body)
        if fault == "twice":
            answer = self._do(path, body)
        if fault == "silent_after":
            raise SilenceError
        return answer

    def _do(self, path: str, body: Body) -> Body:
        act: Callable[[Body], Body] = getattr(self.wallets, path)
        with self.wallets.lock:
            return act({"kind": path, **body})

    def _late(self, path: str, body: Body, *, is_known: bool) -> Body:
        key = body.get("key", "")
        with self.changed:
            self.wallets.under_way[key] += is_known
            self.held += 1
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.is_released)
            try:
                return self._do(path, body)
            finally:
                self.wallets.under_way[key] -= is_known
                self.held -= 1
                self.changed.notify_all()

    def _next(self, path: str) -> str:
        with self.changed:
            planned = self.planned.get(path, [])
            return planned.pop(0) if planned else ""

    def _plan(self, body: Body) -> Body:
        with self.changed:
            self.planned = {path: list(faults) for path, faults in body.items()}
            self.is_released = False
        return {}

    def _held(self, _body: Body) -> Body:
        with self.changed:
            return {"held": self.changed.wait_for(lambda: self.held > 0, LONGEST_WAIT)}

    def _release(self, _body: Body) -> Body:
        with self.changed:
            self.is_released = True
            self.changed.notify_all()
            return {"released": self.changed.wait_for(lambda: self.held == 0, LONGEST_WAIT)}


class Handler(BaseHTTPRequestHandler):
    """Reads a request, lets it be answered, and writes the answer."""

    faults: Faults

    def do_POST(self) -> None:
        try:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._write(200, self.faults.answer(self.path.strip("/"), body))
        except RefusedError as error:
            self._write(error.status, {"code": error.code, "message": str(error)})
        except (KeyError, TypeError, ValueError):
            self._write(400, {"code": "bad_request", "message": "This is no request."})
        except (SilenceError, ConnectionError):
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Write no line for each request."""

    def _write(self, status: int, answer: Body) -> None:
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def serve(port: int) -> None:
    """Serve a new wallet until somebody ends the process."""
    planned = json.loads(os.environ.get("WALLET_FAULTS", "{}"))
    Handler.faults = Faults(Wallets(), planned)
    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    serve(parser.parse_args().port)
