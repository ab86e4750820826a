"""Checks of a site that goes into production: `manage.py check --deploy`.

W001 no address for links              W002 whoever saves waits for hooks
W003 a cache a process                 W004 one writer at a time
W005 a proxy's word is taken           E006 limits a process
W007 all visitors seem to come from one address
W014 fees that no wallet pays            W015 a cache that reads and writes back to count
W012 nothing runs what is due by time (asked with `--database default`, of its tables)
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.conf import settings as django_settings
from django.core.cache import DEFAULT_CACHE_ALIAS
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections, router
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from tournament_engine import conf, hooks
from tournament_engine.hooks.economy import Economy
from tournament_engine.jobs import JobRun
from tournament_engine.outbox import OutboxMessage

__all__ = ["check_deployment", "check_schedule"]

#: The shortest jobs run every minute: after this much silence nobody runs them.
_SILENCE = timedelta(minutes=15)

#: Each process has one of its own, or nothing is kept at all.
_LOCAL_CACHES = (LocMemCache, DummyCache)


@register(deploy=True)
def check_deployment(**_: object) -> list[CheckMessage]:
    """Name what is fine on one's own machine, and not where others play."""
    looks: tuple[Callable[[], CheckMessage | None], ...] = (
        _address,
        _runner,
        _cache,
        _database,
        _proxy,
        _visitors,
        _wallet,
    )
    return [message for look in looks if (message := look()) is not None]


def _address() -> CheckMessage | None:
    if conf.settings.BASE_URL.startswith("https://"):
        return None
    if conf.settings.BASE_URL:
        message, hint = "Links in mails lead to http: anybody on the way reads along.", "Use https."
    else:
        message = "BASE_URL is empty, so that nobody gets a mail."
        hint = "Set TOURNAMENT_ENGINE['BASE_URL'] to the site's address."
    return _warning("W001", message, hint)


def _runner() -> CheckMessage | None:
    if conf.settings.TASK_RUNNER != conf.Settings.TASK_RUNNER:
        return None
    message = "Whoever saves something waits until mails are sent and hooks have answered."
    hint = (
        "Set TOURNAMENT_ENGINE['TASK_RUNNER'] to 'tournament_engine.runners.in_thread', "
        "or to 'tournament_engine.tasks.by_celery' where there are workers."
    )
    return _warning("W002", message, hint)


def _cache() -> CheckMessage | None:
    kind: type[BaseCache] = import_string(django_settings.CACHES[DEFAULT_CACHE_ALIAS]["BACKEND"])
    name = kind.__name__
    if not issubclass(kind, _LOCAL_CACHES):
        return _inexact(name) if _counts_in_two_steps(kind) else None
    hint = "Share one cache, Redis or Memcached, or silence this where there is one process."
    if conf.settings.RATE_LIMITS:
        message = f"The cache is {name}: every process grants the whole of RATE_LIMITS anew."
        return Error(message, hint=hint, id="tournament_engine.E006")
    return _warning("W003", f"The cache is {name}: each process counts for itself.", hint)


def _counts_in_two_steps(kind: type[BaseCache]) -> bool:
    """Whether two who come at once may be counted as one: Django's own way, for want of better."""
    return bool(conf.settings.RATE_LIMITS) and kind.incr is BaseCache.incr


def _inexact(name: str) -> CheckMessage:
    message = f"The cache is {name}: it reads a count and writes it back, so that more may pass."
    hint = "Count in Redis or Memcached, or silence this where a few more do no harm."
    return _warning("W015", message, hint)


def _database() -> CheckMessage | None:
    if connections[router.db_for_write(OutboxMessage)].vendor != "sqlite":
        return None
    message = "The database is SQLite: one writer at a time, on one machine."
    hint = "Use PostgreSQL, or silence this where one process serves a small club."
    return _warning("W004", message, hint)


def _proxy() -> CheckMessage | None:
    if not (django_settings.USE_X_FORWARDED_HOST and "*" in django_settings.ALLOWED_HOSTS):
        return None
    message = "The site's name is taken from a header that anybody may send."
    hint = "Name the hosts in ALLOWED_HOSTS, or set USE_X_FORWARDED_HOST to False."
    return _warning("W005", message, hint)


def _visitors() -> CheckMessage | None:
    is_behind = django_settings.SECURE_PROXY_SSL_HEADER or django_settings.USE_X_FORWARDED_HOST
    if not is_behind or conf.settings.TRUSTED_PROXIES:
        return None
    message = "The site is behind a proxy: all visitors seem to come from one address."
    hint = "Name the proxy in TOURNAMENT_ENGINE['TRUSTED_PROXIES']: ['10.0.0.0/8'], or ['unix']."
    return _warning("W007", message, hint)


def _wallet() -> CheckMessage | None:
    if type(hooks.economy()) is not Economy:
        return None
    message = "HOOKS['economy'] moves no money: a fee can be proven, and paid from no wallet."
    hint = "Name a class of the site's own, or leave the key out for the engine's ledger."
    return _warning("W014", message, hint)


@register(Tags.database, deploy=True)
def check_schedule(*, databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Look whether somebody ticks: it is a job of every minute that ran last."""
    alias = router.db_for_read(JobRun)
    if alias not in (databases or ()) or not _has_table(alias):
        return []
    last = JobRun.objects.using(alias).aggregate(last=Max("ran_at"))["last"]
    if last is not None and timezone.now() - last < _SILENCE:
        return []
    ran = "ever ran" if last is None else f"ran since {last:%Y-%m-%d %H:%M} UTC"
    message = f"No job {ran}: deadlines pass, and nothing happens."
    hint = "Run `manage.py tournament_tick` every minute, or Celery's beat with beat_schedule()."
    return [_warning("W012", message, hint)]


def _has_table(alias: str) -> bool:
    return JobRun._meta.db_table in connections[alias].introspection.table_names()


def _warning(code: str, message: str, hint: str) -> CheckMessage:
    return Warning(message, hint=hint, id=f"tournament_engine.{code}")
