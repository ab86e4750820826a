"""Every page that people reach by the links of others."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

__all__ = ["Walk", "walk"]

#: Pages of one route that are read for their links, in all and of one tournament: tournaments in
#: other states have others.
_EACH = 40
_OF_ONE = 3


@dataclass
class Walk:
    """What somebody finds who follows every link: pages by route, and all routes that are named."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)


class _Links(HTMLParser):
    """The addresses that a page leads to, by a link or by a form."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(words.get("href", ""))
        elif tag == "form":
            asks = words.get("method") != "post"
            (self.links if asks else self.acts).append(words.get("action", ""))
        elif tag == "button":
            self.acts.append(words.get("formaction", ""))


def walk(client: Client) -> Walk:
    """Walk from the list of tournaments over every link that somebody is shown."""
    first = reverse("tournament_engine:list")
    waiting, known = deque([first]), {first}
    found, read = Walk(), Counter[object]()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if route is None:
            continue
        found.routes.add(route)
        read.update([route, kind := (route, slug_of(address))])
        is_new = read[route] <= _EACH and read[kind] <= _OF_ONE
        page, there = _page(client, address) if is_new else ("", address)
        found.routes |= {name} if (name := route_of(there)) else set()
        if not page:
            continue
        found.pages.setdefault(route, []).append(address)
        links, acts = _targets(page, address)
        found.routes |= {name for act in acts if (name := route_of(act))}
        waiting.extend(link for link in links if link not in known)
        known |= set(links)
    return found


def _page(client: Client, address: str) -> tuple[str, str]:
    """Return a page and where it is in the end; nothing where there is a file."""
    answer = client.get(address, follow=True)
    is_page = answer.status_code == HTTPStatus.OK and "html" in answer.headers["Content-Type"]
    text = answer.text if is_page else ""
    answer.close()
    return text, answer.request["PATH_INFO"]


def route_of(address: str) -> str | None:
    """Return the name of the engine's route at an address."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return match.url_name if match.namespace == "tournament_engine" else None


def slug_of(address: str) -> object:
    """Return which tournament an address of the engine is of."""
    return resolve(urlsplit(address).path).kwargs.get("slug")


def _targets(page: str, address: str) -> tuple[list[str], list[str]]:
    """Return the addresses of this site that a page leads to, and those that it sends to."""
    parser = _Links()
    parser.feed(page)
    return _own(parser.links, address), _own(parser.acts, address)


def _own(links: Iterable[str], address: str) -> list[str]:
    parts = [urlsplit(urljoin(address, link)) for link in dict.fromkeys(links) if link]
    return [part._replace(fragment="").geturl() for part in parts if not part.scheme + part.netloc]
