"""The engine's settings: `settings.TOURNAMENT_ENGINE`, typed and read when they are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from django.core.signals import setting_changed

__all__ = [
    "DEFAULT_HOOKS",
    "DEFAULT_LIMITS",
    "NAME",
    "RETIRED",
    "Settings",
    "effective",
    "settings",
]

NAME = "TOURNAMENT_ENGINE"

DEFAULT_HOOKS: Mapping[str, Any] = {
    "users": "tournament_engine.hooks.users.Users",
    "teams": "tournament_engine.hooks.teams.Teams",
    "notifications": ["tournament_engine.hooks.inbox.InboxAndMail"],
    "profiles": "tournament_engine.hooks.profiles.Profiles",
    "rankings": "tournament_engine.hooks.elo.EloRankings",
    "site_ui": "tournament_engine.hooks.site_ui.SiteUI",
    "economy": "tournament_engine.economy.hook.Ledger",
}

DEFAULT_LIMITS: Mapping[str, str] = {
    "register": "10/h/user",
    "create": "30/h/user",
    "report": "30/m/user",
    "dispute": "5/h/user",
    "case": "60/h/user",
    "claim": "30/h/user",
    "post": "60/h/user",
    "invite": "60/h/user",
    "join": "30/h/user",
    "roster": "120/h/user",
    "money": "60/m/user",
    "export": "30/h/user",
    "verify": "60/m/ip",
    "complain": "10/h/ip",
    "webhook": "600/m/ip",
    "sponsors_seen": "300/h/ip",
}


#: Keys of earlier versions, each with the sentence that says what to do instead.
RETIRED: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every key that a site may set, with its default.

    HOOKS      the site's own classes by hook: a dotted path, for notifications a list
    BASE_URL   the site's address, for links in mail: "https://example.org"
    FORMATS    formats of the site's own by name: the dotted path of a bracketcore format
    PAGE_SIZE  rows on a page of a list
    TASK_RUNNER  who delivers what a commit brought: the dotted path of a function
    REQUIRE_APPROVAL    whether the site's staff looks at each tournament before people see it
    ARCHIVE_AFTER_DAYS  how long a tournament that is over stays in the lists
    ROLES      roles of the site's own by code: {"name": "Caster", "capabilities": [...]}
    WORD_FILTER      dotted path of a function: whether a moderator must see this text first
    INVITATION_DAYS  how long an invitation to a tournament's staff can be answered
    OUTBOX_DAYS      how long news and notices are kept that were delivered
    UPLOADS    POLICIES changes the limits of a purpose; STORAGES names the aliases of "public" and
               "private"; DAILY_QUOTA in bytes a person; ANTIVIRUS, the dotted path of a scan;
               ACCEL_PREFIX, where the web server finds private files; VIDEO, whether films
               are taken as evidence; CHILD_PROCESS, whether each picture is decoded in a
               process of its own with 256 MiB and two seconds (on Linux); KEEP_DAYS, how long
               proofs and evidence outlive the end of their tournament
    CERTIFICATE_RENDERER  who draws certificates: the dotted path of a function from Paper to PDF
    CERTIFICATE_FONTS  TrueType files for names that the engine's own font has no letters for
    APPROVE_PAYOUTS_ABOVE  amounts in minor units by currency, {"EUR": 50000}: a prize of more waits
               for a second person
    ELIGIBILITY_RULES  rules of the site's own by name: the dotted path of a Rule
    SCORE_RULES  rules of scores of the site's own by name: the dotted path of a ScoreRule
    MAX_DISMISSED_DISPUTES  dismissed disputes after which an entrant raises no more in a
               tournament; 0: no limit
    ACHIEVEMENT_RULES  rules of the site's own for achievements by code: the dotted path of a Rule
    PAYMENT_METHODS    ways to pay of the site's own by code: the dotted path of a PaymentMethod
    RATE_LIMITS  how often somebody may do what, by action or by the name of a route, on top of the
               limits that there are: {"register": "10/h/user"}; an empty text takes one off,
               None takes off all
    RATE_LIMITS_STRICT  actions that are refused while the cache is away; all others pass
    TRUSTED_PROXIES  addresses and networks of the site's own proxies, whose X-Forwarded-For is
               believed; "unix" for one that comes by a socket
    SPONSOR_SAMPLE     one of how many pages tells when its sponsors are seen, and counts for all
    CHALLENGE_RULES    what challenges count, of the site's own by code: the dotted path of a Rule
    """

    HOOKS: Mapping[str, Any] = field(default_factory=dict)
    BASE_URL: str = ""
    FORMATS: Mapping[str, str] = field(default_factory=dict)
    PAGE_SIZE: int = 24
    TASK_RUNNER: str = "tournament_engine.outbox.deliver_now"
    REQUIRE_APPROVAL: bool = False
    ARCHIVE_AFTER_DAYS: int = 90
    ROLES: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    INVITATION_DAYS: int = 14
    OUTBOX_DAYS: int = 90
    WORD_FILTER: str = ""
    UPLOADS: Mapping[str, Any] = field(default_factory=dict)
    CERTIFICATE_RENDERER: str = "tournament_engine.awards.rendering.render"
    CERTIFICATE_FONTS: Sequence[str] = ()
    APPROVE_PAYOUTS_ABOVE: Mapping[str, int] = field(default_factory=dict)
    ELIGIBILITY_RULES: Mapping[str, str] = field(default_factory=dict)
    SCORE_RULES: Mapping[str, str] = field(default_factory=dict)
    MAX_DISMISSED_DISPUTES: int = 3
    ACHIEVEMENT_RULES: Mapping[str, str] = field(default_factory=dict)
    PAYMENT_METHODS: Mapping[str, str] = field(default_factory=dict)
    RATE_LIMITS: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_LIMITS))
    RATE_LIMITS_STRICT: Sequence[str] = ("money",)
    TRUSTED_PROXIES: Sequence[str] = ()
    SPONSOR_SAMPLE: int = 10
    CHALLENGE_RULES: Mapping[str, str] = field(default_factory=dict)


@cache
def effective() -> Settings:
    """Return the settings in force. Keys that do not exist are left to the system check."""
    given: Mapping[str, Any] = getattr(django_settings, NAME, {})
    known = {key.name: given[key.name] for key in fields(Settings) if key.name in given}
    known["HOOKS"] = {**DEFAULT_HOOKS, **known.get("HOOKS", {})}
    if "RATE_LIMITS" in known:
        limits = known["RATE_LIMITS"]
        known["RATE_LIMITS"] = {} if limits is None else {**DEFAULT_LIMITS, **limits}
    return Settings(**known)


class _Lazy:
    """Asks for the settings in force at each use, so that nothing is read at import."""

    def __getattr__(self, name: str) -> Any:
        return getattr(effective(), name)


if TYPE_CHECKING:
    settings: Settings
else:
    settings = _Lazy()


def _forget(*, setting: str, **_: object) -> None:
    if setting == NAME:
        effective.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.conf")
