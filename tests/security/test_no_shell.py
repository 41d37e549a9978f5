"""Nothing that comes in can become code, a command or a path: read off the bot's own source, by allow-lists."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "bot"

IMPORTED = frozenset(
    "array bisect bot click collections concurrent contextlib cronsim dataclasses datetime dotenv email enum fcntl"
    " functools gc getpass hashlib heapq html http importlib io itertools json kubernetes logging math matplotlib"
    " operator os pathlib pkgutil prometheus_client queue rapidfuzz re select shutil signal slack_bolt slack_sdk"
    " socket sqlite3 sqlite_utils stat statistics string struct sys tempfile textwrap threading time traceback types"
    " typing unicodedata urllib urllib3 uuid waitress yaml zoneinfo".split()
)
"""What any file of the bot imports.  None of them starts a process or makes objects of bytes as they are used here; a
new one is added on purpose: subprocess, pickle, marshal, ctypes, xml and their like are not."""

CALLED_NOWHERE = frozenset("eval exec compile __import__ breakpoint globals locals vars input".split())
"""Built-in functions that make code of text, or read it from a terminal."""

OF_OS = frozenset("environ open close access fstat fsync O_CREAT O_RDWR O_RDONLY W_OK SEEK_SET".split())
"""What of `os` is used: no system, popen, spawn, exec, fork or kill."""

OF_SHUTIL = frozenset({"disk_usage", "get_terminal_size"})

ON_THE_DISK = frozenset("open os pathlib shutil tempfile".split())
"""Modules (and the built-in) by which a file is found by its name."""

NO_FILES = ("core", "flow", "model", "edge/slack", "edge/metrics.py", "errors.py")
"""Everything that reads what people and clusters say: none of it can reach a file, so that no message names a path."""

YAML_READERS = frozenset({"edge/plain_yaml.py", "edge/casebook/yaml_lines.py"})
LOADED_BY_NAME = frozenset({"cli/entry.py", "core/probes/__init__.py"})
"""Where a module is imported by a name: from a table of our own, and from the folder of probes."""

FILES = {str(path.relative_to(ROOT)): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported, by their first name; relative imports are told as such."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "relative import" if node.level else (node.module or "").partition(".")[0]


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that is used, as `eval` or `os.system`; a name that is taken out of a module as of that module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def faults(tree: ast.AST, name: str) -> list[str]:
    """What a file does that none may do."""
    used = set(names(tree))
    found = [f"imports {one}" for one in imported(tree) if one not in IMPORTED]
    found += [f"uses {one}" for one in used & CALLED_NOWHERE]
    for module, allowed in (("os", OF_OS), ("shutil", OF_SHUTIL)):
        found += [f"uses {one}" for one in used if one.startswith(f"{module}.") and one.split(".")[1] not in allowed]
    found += ["starts something in a shell" for call in calls(tree) if any(one.arg == "shell" for one in call.keywords)]
    if name not in YAML_READERS:
        found += [f"reads YAML by {one}" for one in used if one in ("yaml.load", "yaml.parse", "yaml.load_all")]
    if name not in LOADED_BY_NAME and any("import_module" in one for one in used):
        found.append("imports a module by its name")
    if name.startswith(NO_FILES):
        found += [f"can reach a file by {one}" for one in {*imported(tree), *used} & ON_THE_DISK]
    return found


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_comes_in_becomes_code_a_command_or_a_path(name: str) -> None:
    """No eval, no exec, no process, no shell, no unsafe YAML; what reads messages cannot reach a file at all."""
    assert faults(TREES[name], name) == []


@pytest.mark.parametrize(
    ("source", "name", "told"),
    [
        ("import subprocess", "cli/x.py", "imports subprocess"),
        ("from pickle import loads", "edge/x.py", "imports pickle"),
        ("eval(text)", "edge/x.py", "uses eval"),
        ("run = exec", "edge/x.py", "uses exec"),
        ("import os\nos.system(text)", "cli/x.py", "uses os.system"),
        ("from os import popen", "cli/x.py", "uses os.popen"),
        ("import shutil\nshutil.rmtree(text)", "cli/x.py", "uses shutil.rmtree"),
        ("start(text, shell=True)", "cli/x.py", "starts something in a shell"),
        ("import yaml\nyaml.load(text, yaml.Loader)", "edge/store/x.py", "reads YAML by yaml.load"),
        ("import importlib\nimportlib.import_module(text)", "cli/x.py", "imports a module by its name"),
        ("from pathlib import Path\nPath(text).read_text()", "edge/slack/x.py", "can reach a file by pathlib"),
        ("open(text)", "flow/x.py", "can reach a file by open"),
        ("import tempfile", "core/chat/x.py", "can reach a file by tempfile"),
    ],
)
def test_each_of_them_would_be_found(source: str, name: str, told: str) -> None:
    """The check sees what it is for."""
    assert told in faults(ast.parse(source), name)


def test_yaml_is_only_loaded_by_a_safe_loader() -> None:
    """The one call names a loader of our own, which is PyYAML's safe one without aliases, tags and dates."""
    loads = [
        ast.unparse(call)
        for tree in TREES.values()
        for call in calls(tree)
        if ast.unparse(call.func) in ("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load")
    ]
    assert loads == ["yaml.load(text, PlainLoader)"]
    (loader,) = [
        node for node in ast.walk(TREES["edge/plain_yaml.py"]) if isinstance(node, ast.ClassDef) and "Load" in node.name
    ]
    assert [ast.unparse(base) for base in loader.bases] == ["SafeLoader"]


def test_modules_are_named_by_constants_alone() -> None:
    """A command's module comes from a table written in the file, a probe's from the folder of probes."""
    found = [
        ast.unparse(call)
        for name in LOADED_BY_NAME
        for call in calls(TREES[name])
        if "import_module" in ast.unparse(call.func)
    ]
    assert sorted(found) == ["import_module(f'{__name__}.{found.name}')", "importlib.import_module(module)"]
