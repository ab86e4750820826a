"""The pages of disputes: raised on the match's page, argued and decided on that of the case."""

from typing import Any

import pytest
from django.test import Client
from tests.desk.browsing import log_in
from tests.disputes import (
    a_case,
    a_contradiction,
    a_dispute,
    a_finished_duel,
    a_played_cup,
    player,
    raise_dispute,
    taken,
)
from tests.disputes import a_referee as a_referee_of
from tests.factories import a_user
from tests.people.models import Person
from tests.playing import a_live_tournament_of_people, match_of, play
from tests.site.conftest import queries_of  # noqa: F401 - a fixture

from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(dispute: Dispute, reader: Person) -> Any:
    return log_in(reader).get(dispute.get_absolute_url())


def send(dispute: Dispute, reader: Person, action: str, **fields: str) -> Any:
    data = {"action": action, **fields}
    return log_in(reader).post(dispute.get_absolute_url(), data, follow=True)


def a_judge(dispute: Dispute) -> Person:
    """Return a referee who has the case in hand."""
    referee = a_referee_of(dispute.tournament)
    taken(dispute, referee)
    return referee


def a_decision(outcome: str, dispute: Dispute, **fields: str) -> dict[str, str]:
    """Return what the form of a decision sends."""
    version = str(Dispute.objects.get(pk=dispute.pk).version)
    told = {"outcome": outcome, "reason": "We saw it.", "ending": "played", "version": version}
    return {**told, **fields}


def where_to_raise(match: Match) -> str:
    return f"{match.get_absolute_url()}dispute/"


def test_a_side_raises_a_dispute_from_the_page_of_the_match():
    match, _ann, bob = a_finished_duel()
    client = log_in(bob)

    assert where_to_raise(match) in text(client.get(match.get_absolute_url()))
    assert "Dispute the result" in text(client.get(where_to_raise(match)))
    answer = client.post(
        where_to_raise(match), {"reason": "score", "statement": "I won."}, follow=True
    )

    dispute = Dispute.objects.get()
    assert answer.redirect_chain == [(dispute.get_absolute_url(), 302)]
    assert "I won." in text(answer)
    assert "The result is frozen" in text(answer)


def test_nobody_else_is_offered_to_raise_one():
    match, _ann, _bob = a_finished_duel()

    for client in (Client(), log_in(a_user()), log_in(match.tournament.organizer)):
        assert where_to_raise(match) not in text(client.get(match.get_absolute_url()))

    assert log_in(a_user()).get(where_to_raise(match)).status_code == 403


def test_what_is_missing_in_a_dispute_is_said_at_its_field():
    match, _ann, bob = a_finished_duel()

    answer = log_in(bob).post(where_to_raise(match), {"reason": "score", "statement": ""})

    assert (answer.status_code, Dispute.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"statement"}


def test_a_second_dispute_is_a_conflict_that_says_so():
    dispute, ann, _bob = a_dispute()
    client = log_in(ann)
    where = where_to_raise(dispute.match)

    assert client.get(where).status_code == 409
    answer = client.post(where, {"reason": "other", "statement": "Me, too."})
    assert answer.status_code == 409
    assert "There is an open dispute" in text(answer)


def test_a_case_is_there_for_its_parties_and_the_staff_alone():
    dispute, ann, bob = a_dispute()
    url = dispute.get_absolute_url()
    readers = [ann, bob, dispute.tournament.organizer, a_referee_of(dispute.tournament)]

    assert [log_in(reader).get(url).status_code for reader in readers] == [200] * 4
    assert log_in(a_user()).get(url).status_code == 404
    assert Client().get(url)["Location"].startswith("/login/")


def test_a_case_of_another_tournament_is_not_found_under_this_one():
    dispute, _ann, bob = a_dispute()
    other, _ann, _bob = a_dispute()

    answer = log_in(bob).get(
        dispute.get_absolute_url().replace(dispute.tournament.slug, other.tournament.slug)
    )

    assert answer.status_code == 404


def test_evidence_and_comments_are_put_on_file():
    dispute, ann, bob = a_dispute()

    send(dispute, ann, "evidence", text="A picture", link="https://example.org/a?b=1&c=2")
    answer = send(dispute, bob, "comment", text="<b>No</b>")

    assert "https://example.org/a?b=1&amp;c=2" in text(answer)
    assert 'rel="nofollow ugc noopener noreferrer"' in text(answer)
    assert "&lt;b&gt;No&lt;/b&gt;" in text(answer)


def test_a_bad_link_is_said_at_its_field():
    dispute, ann, _bob = a_dispute()

    answer = send(dispute, ann, "evidence", text="", link="javascript:alert(1)")

    assert answer.status_code == 422
    assert answer.context["evidence"].errors.keys() == {"link"}


def test_a_note_among_the_staff_is_read_by_the_staff_alone():
    dispute, ann, _bob = a_dispute()
    referee = a_referee_of(dispute.tournament)

    answer = send(dispute, referee, "note", text="He did so last year.")

    assert "He did so last year." in text(answer)
    assert "He did so last year." not in text(page_of(dispute, ann))
    assert send(dispute, ann, "note", text="Psst.").status_code == 403


def test_a_referee_takes_a_case_and_decides_it():
    dispute, ann, bob = a_contradiction()
    referee = a_referee_of(dispute.tournament)

    assert "Decide the dispute" not in text(page_of(dispute, referee))
    assert "Decide the dispute" in text(send(dispute, referee, "review"))
    answer = send(dispute, referee, "decide", **a_decision("claim_upheld-1", dispute))

    match = match_of(dispute.tournament, "R1.1")
    assert (match.state, match.games) == ("completed", [[0, 2]])
    assert "We saw it." in text(answer)
    for party in (ann, bob):
        assert "We saw it." in text(page_of(dispute, party))


def test_no_party_is_offered_to_decide():
    dispute, ann, bob = a_dispute()
    taken(dispute)

    for reader in (ann, bob):
        page = text(page_of(dispute, reader))
        assert "Decide the dispute" not in page
        assert "Note among the staff" not in page
    assert send(dispute, ann, "decide", **a_decision("replay", dispute)).status_code == 403
    assert Dispute.objects.get().state == "under_review"


def test_what_a_decision_changes_is_shown_before_it_is_made():
    cup, first, loser = a_played_cup()
    dispute = raise_dispute(first, loser)
    referee = a_judge(dispute)
    chosen = a_decision("custom_result", dispute, ending="win-1")

    shown = send(dispute, referee, "decide", **chosen)

    assert "What the decision changes" in text(shown)
    assert "R2.1" in text(shown)
    assert "its result is cleared" in text(shown)
    assert Dispute.objects.get().state == "under_review"
    send(dispute, referee, "confirm", **chosen)
    assert Dispute.objects.get().state == "resolved"
    assert match_of(cup, "R2.1").state == "ready"


def test_a_replay_is_shown_before_it_is_ordered():
    dispute, _ann, _bob = a_dispute()
    referee = a_judge(dispute)

    shown = send(dispute, referee, "decide", **a_decision("replay", dispute))
    send(dispute, referee, "confirm", **a_decision("replay", dispute))

    assert "is taken back, and the match is played again" in text(shown)
    assert match_of(dispute.tournament, "R1.1").state == "ready"


def test_a_dispute_without_grounds_is_dismissed_at_once():
    dispute, ann, _bob = a_dispute()
    referee = a_judge(dispute)

    answer = send(dispute, referee, "decide", **a_decision("dismiss", dispute))

    assert "The dispute had no grounds" in text(answer)
    assert "Appeal against the decision" in text(page_of(dispute, ann))


@pytest.mark.parametrize(
    ("outcome", "fields", "wrong"),
    [
        ("", {}, "outcome"),
        ("replay", {"reason": ""}, "reason"),
        ("custom_result", {}, "game_1_0"),
        ("custom_result", {"game_1_0": "1"}, "game_1_1"),
        ("a coin", {}, "outcome"),
    ],
)
def test_what_is_missing_in_a_decision_is_said_at_its_field(outcome, fields, wrong):
    dispute, _ann, _bob = a_dispute()
    referee = a_judge(dispute)

    answer = send(dispute, referee, "decide", **a_decision(outcome, dispute, **fields))

    assert answer.status_code == 422
    assert wrong in answer.context["decision"].errors
    assert Dispute.objects.get().state == "under_review"


def test_a_decision_that_comes_late_is_told_so_and_kept():
    dispute, _ann, _bob = a_dispute()
    referee = a_judge(dispute)
    late = a_decision("dismiss", dispute, reason="My long thought.", version="1")

    answer = send(dispute, referee, "decide", **late)

    assert answer.status_code == 409
    assert "Decide again if they are still right" in text(answer)
    assert "My long thought." in text(answer)


def test_a_case_is_passed_to_the_head_referee():
    dispute, _ann, _bob = a_dispute()
    referee = a_referee_of(dispute.tournament)

    answer = send(dispute, referee, "escalate", text="Too close a friend.")

    assert "Too close a friend." in text(answer)
    assert "Decide the dispute" not in text(answer)
    assert "Decide the dispute" in text(page_of(dispute, dispute.tournament.organizer))


def test_the_raiser_takes_a_dispute_back():
    dispute, ann, bob = a_dispute()

    assert "Take the dispute back" not in text(page_of(dispute, ann))
    assert "everything is as before" in text(send(dispute, bob, "withdraw"))
    assert Dispute.objects.get().state == "withdrawn"


def test_a_side_appeals_once():
    dispute, ann, _bob = a_case("dismissed")

    missing = send(dispute, ann, "appeal", statement="")
    answer = send(dispute, ann, "appeal", statement="Look at the video.")

    assert missing.status_code == 422
    assert "Look at the video." in text(answer)
    assert Dispute.objects.get().state == "escalated"
    assert "Appeal against the decision" not in text(page_of(dispute, ann))


def test_an_act_that_the_page_does_not_offer_is_refused():
    dispute, ann, _bob = a_dispute()

    assert send(dispute, ann, "burn").status_code == 422


def test_the_staff_sees_every_case_with_counts_and_the_waiting_ones_first():
    dispute, _ann, _bob = a_case("dismissed")
    where = f"/tournaments/{dispute.tournament.slug}/manage/disputes/"
    referee = a_referee_of(dispute.tournament)

    page = log_in(referee).get(where)

    assert {state: number for state, _label, number in page.context["counts"] if number} == {
        "dismissed": 1
    }
    assert dispute.get_absolute_url() in text(page)
    narrowed = log_in(referee).get(where, {"state": "open"})
    assert dispute.get_absolute_url() not in text(narrowed)
    assert log_in(a_user()).get(where).status_code == 403


def test_the_console_counts_what_waits_and_what_is_late():
    dispute, _ann, _bob = a_dispute()
    Dispute.objects.update(due_at=dispute.opened_at)
    referee = a_referee_of(dispute.tournament)

    page = text(log_in(referee).get(f"/tournaments/{dispute.tournament.slug}/manage/"))

    assert "Disputes to decide" in page
    assert "1 overdue" in page
    assert dispute.get_absolute_url() in page


def test_a_player_finds_the_own_cases():
    dispute, ann, bob = a_dispute()

    for reader in (ann, bob):
        assert dispute.get_absolute_url() in text(log_in(reader).get("/tournaments/disputes/"))
        aside = text(log_in(reader).get(dispute.tournament.get_absolute_url()))
        assert dispute.get_absolute_url() in aside
    other = text(log_in(a_user()).get("/tournaments/disputes/"))
    assert "No disputes" in other
    assert Client().get("/tournaments/disputes/").status_code == 302


def test_a_spectator_reads_nothing_of_a_case_on_the_page_of_the_match():
    dispute, _ann, bob = a_dispute()
    where = dispute.match.get_absolute_url()

    assert dispute.get_absolute_url() not in text(Client().get(where))
    assert dispute.get_absolute_url() in text(log_in(bob).get(where))


def disputes_of_a_cup(number: int) -> tuple[str, Person, list[Dispute]]:
    cup = a_live_tournament_of_people(2 * number)
    rows = list(Match.objects.filter(tournament=cup, round=1).with_stage())
    opened = [raise_dispute(play(row), player(row, 1)) for row in rows if row.state == "ready"]
    return cup.slug, cup.organizer, opened


def test_lists_ask_the_database_as_often_for_two_cases_as_for_four(client, queries_of):  # noqa: F811
    counts = []
    for number in (2, 4):
        slug, organizer, opened = disputes_of_a_cup(number)
        assert len(opened) == number
        client.force_login(organizer)
        where = f"/tournaments/{slug}/manage/"
        counts.append((queries_of(f"{where}disputes/"), queries_of(where)))

    assert counts[0] == counts[1]


def test_a_case_asks_the_database_as_often_for_one_entry_as_for_many(client, queries_of):  # noqa: F811
    dispute, ann, _bob = a_dispute()
    referee = a_judge(dispute)
    client.force_login(referee)
    before = queries_of(dispute.get_absolute_url())

    for number in range(3):
        services.add_comment(dispute=dispute, text=f"Comment {number}", by=ann)
        services.add_evidence(dispute=dispute, text=f"Picture {number}", by=ann)

    assert queries_of(dispute.get_absolute_url()) == before
