"""Where a request comes from: the client's address behind the site's own proxies.

Anybody may send `X-Forwarded-For`. What counts in it is what a proxy of TRUSTED_PROXIES added:
it is read from the right, and the first address that is no such proxy is the client's.
"""

from collections.abc import Iterable
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

from django.core.signals import setting_changed
from django.http import HttpRequest

from tournament_engine import conf

__all__ = ["UNIX", "client_address", "is_proxy", "neighbourhood"]

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

#: Stands in TRUSTED_PROXIES for a proxy that comes by a socket of this machine, without address.
UNIX = "unix"

#: What one customer of a provider is given.
_IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks, empty where the server knows none."""
    peer = request.META.get("REMOTE_ADDR", "")
    if not peer and UNIX not in conf.settings.TRUSTED_PROXIES:
        return ""
    current = _read(peer)
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for hop in reversed(hops):
        before = _read(hop)
        if before is None or (current is not None and not _is_trusted(current)):
            break
        current = before
    return "" if current is None else str(current)


def neighbourhood(address: str) -> str:
    """Return what all addresses of one connection share: of IPv6 the first half.

    >>> neighbourhood("2001:db8:1:2:3::4"), neighbourhood("203.0.113.9")
    ('2001:db8:1:2::', '203.0.113.9')
    """
    read = _read(address)
    if isinstance(read, IPv6Address):
        return str(ip_network((read, _IPV6_PREFIX), strict=False).network_address)
    return address


def is_proxy(entry: object) -> bool:
    """Whether this can stand in TRUSTED_PROXIES."""
    if not isinstance(entry, str):
        return False
    try:
        return entry == UNIX or bool(ip_network(entry))
    except ValueError:
        return False


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in _proxies())


@cache
def _proxies() -> tuple[Network, ...]:
    entries: Iterable[str] = conf.settings.TRUSTED_PROXIES
    return tuple(ip_network(entry) for entry in entries if entry != UNIX)


def _read(text: str) -> Address | None:
    """Return an address as servers and proxies write it, with a port or without."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # An IPv4 client of a server that listens on IPv6.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        _proxies.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.addresses")
