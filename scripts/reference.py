"""The tables of the reference, read from the code: `reference.py FOLDER` writes one file each.

`make docs` calls it, so that no table can say what the code no longer does.
"""

import argparse
import ast
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
ENGINE = ROOT / "packages/django-tournament-engine/src/tournament_engine"
SETTING = re.compile(r"^([A-Z][A-Z_]+) +(\S.*(?:\n +\S.*)*)", re.MULTILINE)
CHECK = re.compile(r"\b([EW]\d{3}) (\S.*?)(?=\s{2,}|$)", re.MULTILINE)
CHECKING = ("checks", "deployment", "overrides", "uploads.checks")
DEPLOYED = ("deployment", "uploads.checks")
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


def commands() -> Iterator[str]:
    """Yield a row for each command of manage.py, with what may follow its name."""
    package = import_module("tournament_engine.management.commands")
    yield from ("| command | what it does |", "|---|---|")
    for name in sorted(module.name for module in iter_modules(package.__path__)):
        command = import_module(f"{package.__name__}.{name}").Command()
        parser = argparse.ArgumentParser(add_help=False)
        command.add_arguments(parser)
        given = parser._actions  # noqa: SLF001 - argparse tells of them nowhere else
        told = "".join(f"<br>{option(action)}" for action in given)
        yield f"| `{name}` | {one_line(command.help)}{told} |"


def option(action: argparse.Action) -> str:
    """Return an argument of a command, and what it is for."""
    name = "|".join(action.option_strings) or str(action.metavar or action.dest).upper()
    takes = action.option_strings and action.nargs != 0
    value = f" {action.metavar or action.dest.upper()}" if takes else ""
    told = (action.help or "").replace("%(default)s", f"default: {action.default}")
    return f"`{one_line(name + value)}`: {one_line(told)}"


def jobs() -> Iterator[str]:
    """Yield a row for each job, in the order in which they are run."""
    known = import_module("tournament_engine.jobs").jobs()
    yield from ("| job | every |", "|---|---|")
    yield from (f"| `{code}` | {job.every} |" for code, job in known.items())


def errors() -> Iterator[str]:
    """Yield a row for each code of an error, with the sentences that come with it."""
    kinds = dict(error_classes())
    known: dict[str, tuple[set[str], set[str]]] = {}
    for path in sorted(ENGINE.rglob("*.py")):
        for kind, code, words in raised(ast.parse(path.read_text()), kinds):
            names, sentences = known.setdefault(code, (set(), set()))
            names.add(kind)
            sentences.update({words} - {""})
    yield from ("| code | error | what people read |", "|---|---|---|")
    for code, (names, sentences) in sorted(known.items()):
        told = "<br>".join(one_line(words) for words in sorted(sentences))
        yield f"| `{code}` | {', '.join(f'`{name}`' for name in sorted(names))} | {told} |"


def error_classes() -> Iterator[tuple[str, str]]:
    """Yield the engine's errors by name, with the code that each has by itself."""
    base = import_module("tournament_engine.errors").TournamentError
    import_module("tournament_engine.bracket.stages")
    waiting = [base]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind.__name__, kind.default_code


def raised(tree: ast.Module, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield class, code and sentence of each error that the functions of a module make."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        said: dict[str, str] = {}
        nodes = (node for node in ast.walk(function) if isinstance(node, ast.Assign | ast.Call))
        for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    said[name] = words(value)
                case ast.Call(func=ast.Name(id=kind), args=[first, *rest]) if kind in kinds:
                    code = next((constant(k.value) for k in node.keywords if k.arg == "code"), "")
                    if kind == "HookError":
                        code, first = constant(first), next(iter(rest), first)
                    name = first.id if isinstance(first, ast.Name) else ""
                    yield kind, code or kinds[kind], said.get(name, "") or words(first)


def words(node: ast.AST | None) -> str:
    """Return the text that is translated, or the one that is given."""
    match node:
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
            return text
        case ast.BinOp(left=left, op=ast.Mod()):
            return words(left)
        case ast.Constant(value=str(text)):
            return text
        case _:
            return ""


def constant(node: ast.AST) -> str:
    """Return a text that is written in the code, empty for one that is worked out."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def permissions() -> Iterator[str]:
    """Yield a row for each capability: who holds it, and which pages ask for it."""
    known = import_module("rules.permissions").permissions
    roles = import_module("tournament_engine.core.roles")
    pages: dict[str, list[str]] = {}
    for route in import_module("tournament_engine.urls").urlpatterns:
        pages.setdefault(route.callback.declared_permission, []).append(route.name)
    yield from ("| capability | held by | pages |", "|---|---|---|")
    for capability in sorted(name for name in known if name.startswith("tournament_engine.")):
        carried = capability in roles.CAPABILITIES
        by = ", ".join(("organiser", *roles.roles_with(capability))) if carried else ""
        said = summary(known[capability].fn)
        asked = ", ".join(f"`{name}`" for name in sorted(pages.get(capability, ())))
        yield f"| `{capability}` | {by or said or 'see its domain'} | {asked} |"


def checks() -> Iterator[str]:
    """Yield a row for each system check."""
    yield from ("| id | what is wrong | looked at by |", "|---|---|---|")
    found = [
        (code, what, module)
        for module in CHECKING
        for code, what in CHECK.findall(docstring(f"tournament_engine.{module}"))
    ]
    for code, what, module in sorted(found):
        command = "check --deploy" if module in DEPLOYED else "check"
        yield f"| `tournament_engine.{code}` | {one_line(what)} | `{command}` |"


def templates() -> Iterator[str]:
    """Yield a row for each template that a site may override."""
    site_ui = import_module("tournament_engine.hooks.site_ui")
    yield from ("| template | blocks |", "|---|---|")
    for name, blocks in site_ui.TEMPLATES.items():
        yield f"| `{name}` | {', '.join(f'`{block}`' for block in blocks) or 'none'} |"
    yield f"| `{site_ui.NOTICES}<notice>.txt` | none; the first line is the subject |"


def docstring(module: str) -> str:
    """Return what a module says of itself."""
    return inspect.getdoc(import_module(module)) or ""


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
    "commands": commands,
    "jobs": jobs,
    "errors": errors,
    "permissions": permissions,
    "checks": checks,
    "templates": templates,
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
