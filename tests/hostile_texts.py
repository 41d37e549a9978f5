"""`python -m tests.hostile_texts patterns|redact|whole`: regular expressions on texts built to make them slow.

It names each step before it takes it, and may use the processor for a few seconds in each: the kernel ends it when it
takes more, and the last line says where.  A pattern that goes back and forth is at least quadratic: on 32 KiB it takes
minutes, where a linear one takes a millisecond.
"""

import ast
import importlib
import pkgutil
import re
import resource
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import bot
from bot.core.matching.index import index
from bot.core.redaction.redact import redact
from bot.core.redaction.rules import RULES
from bot.edge.casebook import load
from bot.flow import answer
from bot.model.text import RawText

PATTERN_SIZE = 32 * 1024
WHOLE_SIZE = 1024 * 1024
STEP_SECONDS = 10
"""Of the processor's time; measured: at most one for the slowest honest step, on a busy machine."""
_ATOMS = (
    *"a0 \n\t-/.:=@\"'`\\<>{[(*~_&中A",
    *("a.", "a-", "a/", "a b", "0a", "a=", '"a":', "a:b@", "://", "\\n", '\\"', "\n ", "- ", "{a}", "a,", "<a|", "```"),
)
_ALONE = (*'a0 \n/.-<"\\:', "a/", " a")
_TELLING = (
    *("-----BEGIN RSA PRIVATE KEY-----\n", "eyJ", "pvc-", "juicefs-", "driver name ", "redis://a", "data:\n  a: b\n"),
    *("\x1b[0", "&lt;", "mysql -", "x-csi-", "password=", '"data":{"a":', "Bearer ", 'volume "', "<@U0|", "AQ", "sig="),
    *(
        "driver name csi.juicefs.com ",
        "Transport endpoint is not ",
        "juicefs mount pod 一直 ",
        "/jfs/",
        "evicting pod ",
    ),
)
_LITERAL = re.compile(r"[A-Za-z\":= /_.<-]{2,}")


def main() -> None:
    """Take every step of the kind that is asked for, and say at the end that all of them ended."""
    steps = {"patterns": _try_patterns, "redact": _try_redact, "whole": _try_whole}[sys.argv[1]]
    for step in steps():
        print(step, flush=True)  # noqa: T201 - what the test reads
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + STEP_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    print("done", flush=True)  # noqa: T201 - as above


def patterns() -> Mapping[str, re.Pattern[str]]:
    """What it says -> every pattern of the bot that is kept by a module or given to a call of `re`.

    The rules of redaction are not among them: they are tried only where a hint stands, so that `redact` tries them.
    """
    found = [pattern for module in _modules() for value in vars(module).values() for pattern in _held(value, 3)]
    found += [re.compile(text) for text in _in_calls()]
    return {pattern.pattern: pattern for pattern in found}


def _try_patterns() -> Iterator[str]:
    """Each pattern on many of everything, and of the literals in itself."""
    for text, pattern in sorted(patterns().items()):
        literals = [one for one in _LITERAL.findall(text) if not one.isspace()]
        for atom in (*_ALONE, *literals[:3]):
            yield f"{text!r} on many {atom!r}"
            hostile = "".join(literals[:1]) + _many(atom) + "!"
            pattern.match(hostile)
            if not text.endswith(r"\Z"):  # those are tried from the start alone
                for _ in pattern.finditer(hostile):
                    pass


def _try_redact() -> Iterator[str]:
    for hint in sorted({hint for rule in RULES for hint in rule.hints}):
        yield f"redact {hint!r}, many, and before many of anything"
        for hostile in (_many(hint), _many(hint + " "), *(hint + _many(atom) for atom in (*_ATOMS, *_TELLING))):
            redact(RawText(hostile))


def _try_whole() -> Iterator[str]:
    made = index(load())
    for atom in (*_ATOMS, *_TELLING):
        yield f"a mebibyte of {atom!r}"
        answer(RawText(atom * (WHOLE_SIZE // len(atom.encode()))), made, None)


def _many(atom: str) -> str:
    return atom * (PATTERN_SIZE // len(atom))


def _modules() -> Iterator[object]:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.__main__":  # importing it starts the bot
            yield importlib.import_module(module.name)


def _held(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    """The patterns in a module's constant, however it is wrapped."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth:
        for inner in _parts(value):
            yield from _held(inner, depth - 1)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple | list | frozenset):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, one.name) for one in fields(value))


def _in_calls() -> Iterator[str]:
    """Patterns that stand in a call, such as `re.sub(r"…", …)`."""
    for file in Path(bot.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


if __name__ == "__main__":
    main()
