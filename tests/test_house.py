"""The rules of the house (docs/architecture.md): who may import whom, and who reads the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline" / "presselese"
# From the top floor to the ground floor; a module imports from its own floor or lower ones.
FLOORS = (
    {"__main__", "__init__"},
    {"cli"},
    {"run", "report", "review"},
    {"evaluate", "explain", "export"},
    {"extract"},
    {"assemble"},
    {"write"},
    {"match", "clean", "network"},
    {"normalise"},
    {"tables", "quote"},
    {"read"},
    {"lexicon"},
    {"dataset"},
    {"records", "config", "corrections"},
    {"errors"},
)
LEVEL = {room: len(FLOORS) - number for number, rooms in enumerate(FLOORS) for room in rooms}
FRAMES = {"pandas", "pyarrow", "numpy"}
NETWORK = {"requests", "urllib", "http", "socket", "httpx", "ftplib", "aiohttp"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """Name a module below the package: `match.dates`, `clean`, `__init__`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def room_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield every module imported, and whether that happens when the module is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for child in ast.walk(node)
    }
    lazy = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        at_load = id(node) not in lazy
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_load) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; name the package"
            assert node.module is not None
            if node.module == "presselese":
                yield from ((f"presselese.{alias.name}", at_load) for alias in node.names)
            else:
                yield node.module, at_load


def own_imports(path: Path) -> set[str]:
    """Return the modules of the package that a module imports, lazily or not."""
    found = set()
    for target, _ in imports_of(path):
        if target.startswith("presselese."):
            found.add(target.removeprefix("presselese."))
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_downwards_only(path: Path) -> None:
    module = name_of(path)
    assert room_of(module) in LEVEL, f"{module}: give this room a floor in FLOORS"
    for target in own_imports(path):
        assert LEVEL[room_of(target)] <= LEVEL[room_of(module)], (
            f"{module} imports {target}, which lies above it"
        )


def test_there_is_no_circle() -> None:
    known = {name_of(path): path for path in MODULES}
    edges = {
        module: {
            next((name for name in (t, t.rpartition(".")[0]) if name in known), t)
            for t in own_imports(path)
        }
        - {module}
        for module, path in known.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " > ".join((*way, module))
        if module not in done:
            for target in sorted(edges.get(module, ())):
                visit(target, (*way, module))
            done.add(module)

    for module in sorted(edges):
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_foreign_imports_stay_in_their_rooms(path: Path) -> None:
    room = room_of(name_of(path))
    for target, at_load in imports_of(path):
        package = target.split(".")[0]
        if package == "spacy":
            assert LEVEL[room] > LEVEL["normalise"], f"{room} must not import spaCy"
        if package in FRAMES:
            assert room in {"write", "evaluate", "report"}, f"{room} must not import {package}"
            assert not at_load, f"{room}: import {package} where it is used"
        assert package not in NETWORK, f"{room}: no network at run time"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_manifest_reads_the_clock(path: Path) -> None:
    if name_of(path) in {"run.manifest", "run.pool"}:  # the latter for --timeout
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert "time" not in {target for target, _ in imports_of(path)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            assert (owner, node.attr) not in CLOCKS, f"line {node.lineno} reads the clock"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
