"""What import-linter cannot see of the architecture's rules."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "packages/django-tournament-engine/src/tournament_engine"
BRACKETCORE = ROOT / "packages/bracketcore/src/bracketcore"
BOTH = (BRACKETCORE, ENGINE)
LONGEST_MODULE = 400

# Who writes besides the services of a domain (`services.py`, or the modules of `services/`),
# each with its reason.
WRITERS = {
    "bracket/stages.py": "the one door to bracketcore: stores a stage and its events for a service",
    "jobs.py": "owns its one table: when each job runs",
    "match/projection.py": "mirrors a stage in the rows of match, inside the service's transaction",
    "management/seeding/pictures.py": "draws a picture in memory: the `save` is Pillow's",
    "outbox.py": "owns its one table: what is to happen after commit",
    "rows.py": "writes the columns that a service hands it, in the service's transaction",
    "uploads/pictures.py": "encodes pictures in memory: the `save` is Pillow's",
    "uploads/places.py": "hands files on to the storages that the site named",
    "workflow.py": "owns its two tables: which step of a long piece of work is done",
}
# Modules over the limit, each with the reason why one thing needs so many lines.
LONG_MODULES: dict[str, str] = {}
LEFTOVERS = {"utils", "helpers", "common", "manager", "managers", "misc"}
STATE_FIELDS = {"state", "status"}
SAVING = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# A dict has `update` and a bracketcore format has `create`; those of Django take keywords only.
SAVING_BY_KEYWORD = {"create", "update"}


def modules(*roots: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of ours; Django writes the migrations."""
    for path in sorted(path for root in roots for path in root.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def places(found: Callable[[ast.AST], bool], trees: Iterator[tuple[Path, ast.Module]]) -> list[str]:
    """Return `path:line` of every node that `found` accepts."""
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
        for path, tree in trees
        for node in ast.walk(tree)
        if found(node)
    ]


def readers_of_the_engine() -> Iterator[tuple[Path, ast.Module]]:
    """Yield the engine's modules that must not write."""
    for path, tree in modules(ENGINE):
        inside = path.relative_to(ENGINE)
        is_service = "services" in inside.with_suffix("").parts
        if not is_service and inside.as_posix() not in WRITERS:
            yield path, tree


def sets_a_state(node: ast.AST) -> bool:
    match node:
        case ast.Assign(value=ast.Attribute(value=ast.Name(id="HTTPStatus"))):
            return False  # the status of an answer
        case ast.Assign(targets=targets):
            return any(is_state(target) for target in targets)
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target, value=ast.expr()):
            return is_state(target)
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            return any(keyword.arg in STATE_FIELDS for keyword in keywords)
        case _:
            return False


def is_state(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr in STATE_FIELDS


def writes(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")))):
            return False  # a model that extends its own `save` writes nothing by that
        case ast.Call(func=ast.Name(id="update_rows")):
            return True
        case ast.Call(func=ast.Attribute(attr=name)) if name in SAVING:
            return True
        case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[_, *_]):
            return name in SAVING_BY_KEYWORD
        case _:
            return False


def imports_inside_a_function(node: ast.AST) -> bool:
    is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    return is_function and any(isinstance(n, (ast.Import, ast.ImportFrom)) for n in ast.walk(node))


def swallows_everything(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(type=None | ast.Name(id="Exception" | "BaseException")):
            return not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        case _:
            return False


def is_a_module_in_disguise(node: ast.AST) -> bool:
    if not isinstance(node, ast.ClassDef):
        return False
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
    return bool(methods) and all(has_decorator(method, "staticmethod") for method in methods)


def has_decorator(method: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(d, ast.Name) and d.id == name for d in method.decorator_list)


def test_only_services_set_the_state_of_a_thing():
    assert places(sets_a_state, readers_of_the_engine()) == []


def test_only_services_write_to_the_database():
    assert places(writes, readers_of_the_engine()) == []


def test_every_writer_apart_from_the_services_is_still_there():
    assert [name for name in WRITERS if not (ENGINE / name).exists()] == []


def test_no_function_imports():
    assert places(imports_inside_a_function, modules(*BOTH)) == []


def test_no_error_is_swallowed_whole():
    assert places(swallows_everything, modules(*BOTH)) == []


def test_no_class_is_a_module_in_disguise():
    assert places(is_a_module_in_disguise, modules(*BOTH)) == []


def test_no_module_is_named_for_leftovers():
    assert [str(path) for path, _ in modules(*BOTH) if path.stem in LEFTOVERS] == []


def test_no_module_holds_two_things():
    code = sorted(
        path for folder in ("packages", "example_project") for path in (ROOT / folder).rglob("*.py")
    )

    long = {
        path.relative_to(ROOT).as_posix()
        for path in code
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > LONGEST_MODULE
    }

    assert long == set(LONG_MODULES)


def test_every_module_says_what_it_owns():
    assert [str(path) for path, tree in modules(*BOTH) if not ast.get_docstring(tree)] == []
