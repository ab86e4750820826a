"""A new tournament step by step: back and forth without loss, and nothing made before the end."""

from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in
from tests.factories import a_user

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def go(answer: Any, to: str = "next", **changes: object) -> Any:
    """Send the page that was shown, with every hidden value that it carries."""
    context = answer.context
    asked = {field.name for field in context["shown"]}
    if context["asks_format"]:
        asked |= {"recipe", "best_of", "third_place", "legs", "pools", "heat_size", "advance"}
    fields = {name: told for name, told in filled(context["form"]).items() if name in asked}
    sent = {**dict(context["carried"]), **fields, "step": context["step"], "go": to, **changes}
    return answer.client.post(address("create_guided"), sent)


def first(**facts: Any) -> Any:
    page = log_in(a_user()).get(address("create_guided"))
    told: dict[str, Any] = {"name": "Club Cup", "game": "Chess", **facts}
    return go(page, **told)


def titles(answer: Any) -> str:
    return str(answer.context["title"])


def test_four_pages_make_a_tournament():
    page = first()
    seen = [titles(page)]
    for _number in range(2):
        page = go(page)
        seen.append(titles(page))

    made = go(page, "create")

    assert seen == ["How it is played", "Who comes, and when", "Look it over"]
    assert made.url == address("console", "club-cup")
    assert Tournament.objects.get().stages.get().format == "single_elimination"


@pytest.mark.parametrize(
    ("starter", "formats"),
    [
        ("casual", ["single_elimination"]),
        ("weekend", ["double_elimination"]),
        ("league", ["round_robin"]),
        ("pools", ["pools", "single_elimination"]),
        ("many", ["pools", "single_elimination"]),
        ("heats", ["free_for_all"]),
    ],
)
def test_each_starter_fills_the_format_in(starter: str, formats: list[str]):
    go(go(go(first(starter=starter))), "create")

    stages = Tournament.objects.get().stages.all()
    assert [stage.format for stage in stages] == formats


def test_nothing_is_made_before_the_last_page():
    go(go(first()))

    assert not Tournament.objects.exists()


def test_back_keeps_everything_and_checks_nothing():
    when = go(first(), max_entrants="16", best_of="5")

    how = go(when, "1", names="Ann\nBob", starts_at="not yet")
    again = go(how)

    assert (how.context["form"]["max_entrants"].value(), how.status_code) == ("16", 200)
    assert how.context["form"]["best_of"].value() == "5"
    assert again.context["form"]["names"].value() == "Ann\nBob"
    assert again.context["form"]["starts_at"].value() == "not yet"


def test_a_starter_fills_in_once_and_what_is_changed_stays():
    how = first(starter="weekend")
    what = go(how, "0", best_of="7")

    same = go(what)
    other = go(go(same, "0"), starter="league")

    assert same.context["form"]["best_of"].value() == "7"
    assert other.context["form"]["recipe"].value() == "round_robin"


def test_what_is_wrong_is_said_on_its_own_page():
    nameless = first(name="")
    wrong = go(first(), recipe="pools", pools="")

    assert (titles(nameless), list(nameless.context["form"].errors)) == ("What is played", ["name"])
    assert (titles(wrong), list(wrong.context["form"].errors)) == ("How it is played", ["pools"])
    assert wrong.status_code == 422


def test_what_the_service_refuses_leads_back_to_its_page():
    when = go(first())
    late = {"opens_at": "2030-05-02T10:00", "closes_at": "2030-05-01T10:00"}

    refused = go(go(when, **late), "create")

    assert titles(refused) == "Who comes, and when"
    assert list(refused.context["form"].errors) == ["closes_at"]
    assert not Tournament.objects.exists()


def test_the_last_page_tells_what_was_said_and_leads_to_each_part():
    page = go(go(first(), max_entrants="16"), names="Ann\nBob", needs_approval="on")

    facts = {label: words for part in page.context["review"] for label, words in part["facts"]}
    assert (facts["Name"], facts["Places"]) == ("Club Cup", "16")
    assert facts["Names of the entrants"] == "Ann\nBob"
    assert facts["Each registration needs approval"] == "yes"
    assert "Number of pools" not in facts
    assert page.content.decode().count("formnovalidate") == 4


def test_names_typed_on_the_way_are_entered():
    go(go(go(first()), names="Ann\nBob"), "create")

    assert [row.name for row in Registration.objects.order_by("pk")] == ["Ann", "Bob"]


def test_a_page_made_up_makes_nothing():
    client = log_in(a_user())

    answer = client.post(address("create_guided"), {"step": "9", "go": "create"})

    assert (answer.status_code, titles(answer)) == (422, "What is played")
    assert not Tournament.objects.exists()
