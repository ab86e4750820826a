"""Where a request comes from, whatever it says of itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from tournament_engine.addresses import client_address, is_proxy, neighbourhood

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/client_ip.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_only_what_a_trusted_proxy_added_is_believed(
    rf: RequestFactory, settings: Settings, case: dict[str, Any]
):
    settings.TOURNAMENT_ENGINE = {"TRUSTED_PROXIES": case["trusted_proxies"]}
    request = rf.get("/", HTTP_X_FORWARDED_FOR=case["x_forwarded_for"])
    request.META["REMOTE_ADDR"] = case["remote_addr"]

    assert client_address(request) == case["client_ip"]


def test_who_has_a_network_of_ipv6_is_one():
    assert neighbourhood("2001:db8:1:2::7") == neighbourhood("2001:db8:1:2:ffff::1")
    assert neighbourhood("2001:db8:1:3::7") != neighbourhood("2001:db8:1:2::7")


def test_an_entry_is_an_address_a_network_or_a_socket():
    entries = ["10.0.0.1", "10.0.0.0/8", "2001:db8::/32", "unix", "10.0.0.1/8", "nginx", 7]

    assert list(map(is_proxy, entries)) == [True] * 4 + [False] * 3
