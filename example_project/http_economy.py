"""An example of an economy that another process keeps: `wallet_service.py`, over HTTP.

It takes the place of `hooks.Economy` once `WALLET_URL` is set. What it may not do is guess: when
the answer is late or lost, or is no answer, it says so with a retryable HookError, and the engine
looks the key up before anything is sent again.
"""

import json
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Economy, Money, Quote, Receipt
from tournament_engine.users import User

__all__ = ["HttpEconomy"]

#: An answer is one small object: what is longer is not ours.
LONGEST_ANSWER = 64 * 1024

OK, FIRST_REFUSAL, FIRST_FAILURE = 200, 400, 500


class HttpEconomy(Economy):
    """Asks the wallet service, and waits no longer than `WALLET_TIMEOUT` seconds for it."""

    def quote(self, user: User, price: Money) -> Quote:
        has = self.balance(user, price.currency)
        return Quote(price, is_covered=has.amount >= price.amount)

    def balance(self, user: User, currency: str) -> Money:
        answer = self.ask("balance", {"user": str(user.pk), "currency": currency})
        return Money(whole(answer.get("amount")), currency)

    def charge(self, user: User, price: Money, idempotency_key: str) -> Receipt:
        return self._move("charge", price, idempotency_key, user=str(user.pk))

    def refund(self, charge_key: str, amount: Money, idempotency_key: str) -> Receipt:
        return self._move("refund", amount, idempotency_key, charge=charge_key)

    def payout(self, user: User, amount: Money, idempotency_key: str) -> Receipt:
        return self._move("payout", amount, idempotency_key, user=str(user.pk))

    def lookup(self, idempotency_key: str) -> Receipt | None:
        answer = self.ask("lookup", {"key": idempotency_key})
        # Only the service's own null means that nothing moved; a 404 may be anybody's.
        if "receipt" in answer and answer["receipt"] is None:
            return None
        return read_receipt(answer, idempotency_key)

    def ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Post an object to the service and return the one that it answers."""
        try:
            status, text = self._post(path, json.dumps(body))
            answer = json.loads(text)
        except (OSError, HTTPException, ValueError) as error:
            raise unclear() from error
        if not isinstance(answer, dict):
            raise unclear()
        if FIRST_REFUSAL <= status < FIRST_FAILURE and "code" in answer:
            raise HookError(str(answer["code"]), str(answer.get("message", "")))
        if status != OK:
            raise unclear()
        return answer

    def _move(self, path: str, amount: Money, key: str, **whom: str) -> Receipt:
        facts = {"key": key, "amount": amount.amount, "currency": amount.currency}
        receipt = read_receipt(self.ask(path, facts | whom), key)
        if receipt.amount != amount:
            raise unclear()
        return receipt

    def _post(self, path: str, text: str) -> tuple[int, bytes]:
        # Not urllib's opener: that follows redirects, and would ask again elsewhere.
        # A type checker knows the settings of one site: this file may go to another.
        site: Any = settings
        url = urlsplit(site.WALLET_URL)
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        with closing(kind(url.netloc, timeout=site.WALLET_TIMEOUT)) as connection:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"{url.path.rstrip('/')}/{path}", text, headers)
            with connection.getresponse() as response:
                return response.status, response.read(LONGEST_ANSWER)


def read_receipt(answer: Mapping[str, Any], key: str) -> Receipt:
    """Return the receipt that an answer holds, if it is that of this key."""
    facts = answer.get("receipt")
    if not isinstance(facts, dict) or facts.get("key") != key:
        raise unclear()
    money = Money(whole(facts.get("amount")), str(facts.get("currency")))
    return Receipt(key, str(facts.get("reference")), money)


def whole(amount: object) -> int:
    """Return an amount that is one: 12.5 and "12" are no minor units."""
    if type(amount) is not int:
        raise unclear()
    return amount


def unclear() -> HookError:
    """Return what is said when nobody knows whether money moved."""
    return HookError("wallet_unclear", "The wallet gives no clear answer.", retryable=True)
