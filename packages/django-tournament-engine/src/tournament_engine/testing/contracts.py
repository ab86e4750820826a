"""What the engine relies on in each hook, as functions that a site calls from its own tests."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any, get_args

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.translation import check_for_language

from tournament_engine.core.models import Tournament
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Economy, Money, PayoutCheck, Receipt, Verdict
from tournament_engine.hooks.notifications import Notifications
from tournament_engine.hooks.profiles import Profile, ProfileBadge, Profiles
from tournament_engine.hooks.rankings import Outcome, OutcomeKind, Rankings
from tournament_engine.hooks.site_ui import NavigationLink, SiteUI
from tournament_engine.hooks.teams import Teams
from tournament_engine.hooks.users import UserRef, Users
from tournament_engine.registration.models import MemberRole
from tournament_engine.users import User

__all__ = [
    "assert_economy_contract",
    "assert_notifications_contract",
    "assert_profiles_contract",
    "assert_rankings_contract",
    "assert_site_ui_contract",
    "assert_teams_contract",
    "assert_users_contract",
]


def assert_users_contract(hook: Users, *, user: User) -> None:
    """Check a users hook with a person whom it knows."""
    id = str(user.pk)
    name = hook.display_name(user)
    _hold(bool(name.strip()), "display_name() returns a name.")
    _hold(hook.get_many([id]) == {id: UserRef(id, name)}, "get_many() knows people by str(pk).")
    _hold(hook.get(id) == UserRef(id, name), "get() knows a person by str(pk).")
    _hold(hook.get("nobody") is None, "get() returns None for an id that it does not know.")
    _hold(hook.get_many(["", "nobody"]) == {}, "get_many() leaves out ids that it does not know.")
    _hold(len(hook.search(name, limit=1)) <= 1, "search() returns no more than `limit`.")
    _hold(list(hook.search("", limit=5)) == [], "search() finds nobody for an empty text.")
    _hold(isinstance(hook.email(user), str), "email() returns text, empty for no address.")
    _hold(check_for_language(hook.language(user)), "language() returns the code of a language.")
    _hold(isinstance(hook.timezone(user), tzinfo), "timezone() returns a tzinfo.")
    _hold(isinstance(hook.is_banned(user), bool), "is_banned() returns a bool.")
    _hold(isinstance(hook.is_minor(user), bool), "is_minor() returns a bool.")


def assert_teams_contract(hook: Teams, *, user: User, stranger: User) -> None:
    """Check a teams hook with a person who may register a team there, and one who may not."""
    teams = list(hook.teams_for(user))
    _hold(bool(teams), "teams_for() returns the teams of a person who has one.")
    for team in teams:
        _hold(hook.get_many([team.id]) == {team.id: team}, "get_many() knows teams by their id.")
        _hold(hook.can_manage(user, team.id), "can_manage() agrees with teams_for().")
        _hold(not hook.can_manage(stranger, team.id), "can_manage() keeps strangers out.")
        _hold(hook.snapshot(team.id).get("name") == team.name, "snapshot() holds the name.")
        members = list(hook.members(team.id))
        roles = {member.role for member in members}
        _hold(roles <= set(MemberRole.values), "members() uses captain, player and substitute.")
        _hold(list(hook.roster(team.id)) == members, "roster() and members() agree.")
        shares = [account.share for account in hook.payout_accounts(team.id)]
        _hold(all(share > 0 for share in shares), "payout_accounts() gives whole shares above 0.")
    gone = "no such team"
    _hold(hook.get_many([gone]) == {}, "get_many() leaves out teams that are gone.")
    _hold(list(hook.members(gone)) == [], "members() of a team that is gone is empty.")
    _hold(list(hook.payout_accounts(gone)) == [], "nobody is paid for a team that is gone.")
    _hold(hook.snapshot(gone) == {}, "snapshot() of a team that is gone is empty.")
    _hold(not hook.can_manage(user, gone), "nobody manages a team that is gone.")


def assert_notifications_contract(
    hook: Notifications, *, recipients: Sequence[str], count_sent: Callable[[], int]
) -> None:
    """Check a notifications hook; `count_sent` says how many notices have gone out so far."""
    _hold(isinstance(hook.supports("match_ready"), bool), "supports() returns a bool.")
    context = {"tournament": "Cup", "url": "/cup/", "name": "Ann", "reason": ""}
    event, key = "registration_confirmed", "registration_confirmed:contract"
    more: dict[str, Any] = {"channels": ("inbox", "mail", "push"), "urgency": "high"}
    hook.send(event, recipients, context, key, action_url="/cup/", **more)
    once = count_sent()
    hook.send(event, recipients, context, key, action_url="/cup/", **more)
    _hold(count_sent() == once, "send() sends nothing again under the same key.")
    hook.send(event, recipients, context, f"{key}:2")
    _hold(count_sent() > once, "send() sends again under another key.")


def assert_profiles_contract(
    hook: Profiles, *, user: User, tournament: Tournament, count_heard: Callable[[], int]
) -> None:
    """Check a profiles hook; `count_heard` says how many achievements the site has noted."""
    profile = Profile(hook.url(user), hook.avatar_url(user))
    _hold(hook.get_many([user]) == {str(user.pk): profile}, "get_many() agrees with url().")
    _hold(hook.get_many([]) == {}, "get_many() of nobody is empty.")
    badges = list(hook.badges(user))
    _hold(all(isinstance(one, ProfileBadge) for one in badges), "badges() returns badges.")
    identity = hook.game_identity(user, tournament.game)
    _hold(isinstance(identity, str), "game_identity() returns text, empty where unknown.")
    filled = hook.autofill(user, tournament)
    texts = [*filled, *filled.values()]
    _hold(all(isinstance(text, str) for text in texts), "autofill() returns text by field.")
    _hold(isinstance(hook.contact(user), str), "contact() returns text, empty for none.")
    hook.on_achievement(user, "first_win", "contract:1")
    once = count_heard()
    hook.on_achievement(user, "first_win", "contract:1")
    _hold(count_heard() == once, "on_achievement() does nothing again under the same key.")
    # Told twice, and of what it never heard of: neither is an error.
    for _twice in range(2):
        hook.on_achievement_revoked(user, "first_win", "contract:2")
    _hold(count_heard() == once, "on_achievement_revoked() takes back its own key alone.")


def assert_rankings_contract(hook: Rankings, *, scope: str = "contract") -> None:
    """Check a rankings hook with two entrants that nobody has, "user:contract-1" and "-2"."""
    pair = ["user:contract-1", "user:contract-2"]
    win = Outcome(scope, pair[0], pair[1], 1.0, OutcomeKind.WIN)
    before = hook.ratings(pair, scope)
    _hold(before == {}, "ratings() leaves out the unranked.")
    _hold(hook.rating(pair[0], scope) is None, "rating() is None for the unranked.")
    hook.revert("contract:0")
    hook.apply([win], "contract:0")
    _hold(_points(hook, pair, scope) == {}, "a key that was taken back never counts.")
    hook.apply([win], "contract:1")
    once = _points(hook, pair, scope)
    hook.apply([win], "contract:1")
    _hold(_points(hook, pair, scope) == once, "apply() counts a key once.")
    values = [hook.seed_values(pair, scope) for _twice in range(2)]
    _hold(values[0] == values[1], "seed_values() gives the same values again.")
    _hold(hook.rating(pair[0], scope) == once.get(pair[0]), "rating() agrees with ratings().")
    hook.apply([win], "contract:2")
    hook.revert("contract:2")
    hook.revert("contract:2")
    _hold(_points(hook, pair, scope) == once, "revert() takes back what apply() did, once.")


def _points(hook: Rankings, entrants: Sequence[str], scope: str) -> dict[str, float]:
    return dict(hook.ratings(entrants, scope))


def assert_site_ui_contract(hook: SiteUI, *, request: HttpRequest, tournament: Tournament) -> None:
    """Check a site_ui hook with a request as a page of the site gets it."""
    get_template(hook.base_template(request))
    links = list(hook.navigation(request))
    _hold(all(isinstance(one, NavigationLink) for one in links), "navigation() returns links.")
    _hold(all(one.label and one.url for one in links), "a link has a label and an address.")
    _hold(isinstance(hook.thread_url(tournament), str), "thread_url() returns text.")
    _hold(isinstance(hook.thread_for(tournament), str), "thread_for() returns text.")
    shown = hook.render_thread(request, tournament)
    _hold(bool(shown) == bool(hook.thread_for(tournament)), "a thread that there is has a text.")
    counts = hook.comment_count([tournament])
    _hold(set(counts) <= {str(tournament.pk)}, "comment_count() knows tournaments by str(pk).")
    _hold(hook.comment_count([]) == {}, "comment_count() of nothing is empty.")


def assert_economy_contract(hook: Economy, *, user: User, currency: str = "EUR") -> None:
    """Check an economy hook with a person whose wallet it may fill and empty."""
    price, have = Money(500, currency), hook.balance(user, currency).amount
    _hold(hook.lookup("contract:1") is None, "lookup() is None for a key that moved nothing.")
    paid = hook.payout(user, Money(1000, currency), "contract:1")
    _hold(hook.payout(user, Money(1000, currency), "contract:1") == paid, "a key pays once.")
    _hold(hook.quote(user, price).is_covered, "quote() sees what is in the wallet.")
    charged = hook.charge(user, price, "contract:2")
    _hold(hook.charge(user, price, "contract:2") == charged, "a key charges once.")
    _hold(hook.lookup("contract:2") == charged, "lookup() finds the receipt of a key.")
    _refused("key_reused", lambda: hook.charge(user, Money(501, currency), "contract:2"))
    _refused(
        "insufficient_funds",
        lambda: hook.charge(user, Money(have + 501, currency), "contract:3"),
    )
    hook.refund("contract:2", Money(200, currency), "contract:4")
    back = hook.refund("contract:2", Money(300, currency), "contract:5")
    _hold(hook.refund("contract:2", Money(300, currency), "contract:5") == back, "once again.")
    _refused("refund_too_high", lambda: hook.refund("contract:2", Money(1, currency), "contract:6"))
    _hold(hook.balance(user, currency).amount == have + 1000, "the sums add up.")
    for kind in ("prize", "refund", "reward"):
        check = hook.check_payout(user, price, kind)
        _hold(_is_check(check), "check_payout() says allowed, pending or refused.")
        _hold(check.verdict == "allowed" or bool(check.reason), "who is not paid is told why.")


def _is_check(answer: object) -> bool:
    return isinstance(answer, PayoutCheck) and answer.verdict in get_args(Verdict)


def _refused(code: str, act: Callable[[], Receipt]) -> None:
    try:
        act()
    except HookError as error:
        _hold(error.code == code, f"this is refused with the code {code!r}, not {error.code!r}.")
    else:
        _hold(False, f"this is refused with the code {code!r}.")  # noqa: FBT003 - a fact


def _hold(is_so: bool, promise: str) -> None:  # noqa: FBT001 - a fact, not a switch
    if not is_so:
        raise AssertionError(f"The hook breaks its contract: {promise}")
