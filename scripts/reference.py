"""The tables of the reference, read from the code: `reference.py FOLDER` writes one file each.

`make docs` calls it, so that no table can say what the code no longer does.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
SETTING = re.compile(r"^([A-Z][A-Z_]+) +(\S.*(?:\n +\S.*)*)", re.MULTILINE)
SIGNAL = re.compile(r'^(\w+) = News\("\w+"\)(?:  # (.*))?$', re.MULTILINE)


def write(folder: Path) -> None:
    """Write every table into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in TABLES.items():
        (folder / f"{name}.md").write_text("\n".join(lines()) + "\n")


def settings() -> Iterator[str]:
    """Yield a row for each key of TOURNAMENT_ENGINE."""
    conf = import_module("tournament_engine.conf")
    words = dict(SETTING.findall(inspect.cleandoc(conf.Settings.__doc__ or "")))
    yield from ("| key | default | what |", "|---|---|---|")
    for key in fields(conf.Settings):
        default = getattr(conf.Settings(), key.name)
        yield f"| `{key.name}` | `{default!r}` | {one_line(words[key.name])} |"


def hooks() -> Iterator[str]:
    """Yield a section for each hook: what its class says, and what each method does."""
    registry = import_module("tournament_engine.hooks.registry")
    defaults = import_module("tournament_engine.conf").DEFAULT_HOOKS
    for name, base in registry.BASES.items():
        yield from (f"## {name}", "", inspect.getdoc(sys.modules[base.__module__]) or "", "")
        yield from (f"Base class `{base.__module__}.{base.__name__}`, by default", "")
        chosen = defaults[name]
        yield from (f"- `{path}`" for path in ([chosen] if isinstance(chosen, str) else chosen))
        yield from ("", "| method | what it does |", "|---|---|")
        for method, function in vars(base).items():
            if not method.startswith("_"):
                yield f"| `{method}{arguments(function)}` | {summary(function)} |"
        yield ""


def signals() -> Iterator[str]:
    """Yield a row for each signal."""
    events = import_module("tournament_engine.events")
    yield from ("| signal | carries, besides `key` |", "|---|---|")
    for name, carried in SIGNAL.findall(inspect.getsource(events)):
        yield f"| `{name}` | {carried or 'nothing'} |"


def states() -> Iterator[str]:
    """Yield a section for each machine: which state may follow which."""
    for machine, edges in machines():
        yield from (f"## {machine}", "", "| state | may become |", "|---|---|")
        for state, targets in edges.items():
            yield f"| `{state}` | {', '.join(f'`{one}`' for one in sorted(targets)) or 'nothing'} |"
        yield ""


def machines() -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Yield the tables of every domain's life cycles, by the name of their states."""
    choices = import_module("django.db.models").TextChoices
    engine = import_module("tournament_engine")
    for domain in sorted(module.name for module in iter_modules(engine.__path__) if module.ispkg):
        path = Path(engine.__path__[0], domain, "lifecycle.py")
        if not path.exists():
            continue
        for name, value in vars(import_module(f"tournament_engine.{domain}.lifecycle")).items():
            if name.endswith("TRANSITIONS") and all(isinstance(key, choices) for key in value):
                yield type(next(iter(value))).__name__, value


def arguments(function: Callable[..., Any]) -> str:
    """Return the parameters of a method as one calls it, without their types."""
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    return f"({', '.join(names)})"


def summary(function: Callable[..., Any]) -> str:
    """Return what a docstring says, in one line of a table."""
    return one_line(inspect.getdoc(function) or "")


def one_line(text: str) -> str:
    """Return a text as a cell."""
    return " ".join(text.split()).replace("|", "\\|")


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "settings": settings,
    "hooks": hooks,
    "signals": signals,
    "states": states,
}


def set_up() -> None:
    """Let Django know a site: the example."""
    sys.path.insert(0, str(ROOT / "example_project"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    os.environ.setdefault("DEBUG", "on")
    django.setup()


if __name__ == "__main__":
    set_up()
    write(Path(sys.argv[1]))
