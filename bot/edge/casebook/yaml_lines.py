"""YAML read into plain values that remember their line, so that a fault can name it.

Only the node graph is used: no tag can create an object, and every scalar stays the text that the author wrote.
"""

from dataclasses import dataclass

import yaml

from bot.edge.casebook.faults import Faults

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list and its line."""

    values: "tuple[Scalar | Items | Table, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with its line; keys keep theirs."""

    values: "dict[str, Scalar | Items | Table]"
    lines: dict[str, int]
    line: int


def read_table(text: str, offset: int, faults: Faults) -> Table:
    """The mapping in `text`, whose first line is line `offset` of its file; empty (a fault) if it is none."""
    try:
        node = _LOADER(text).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.add(offset + (mark.line if mark else 0), "yaml", "this is not valid YAML (check quotes and indents)")
        return Table({}, {}, offset)
    found = _value(node, offset, faults) if node is not None else None
    if isinstance(found, Table):
        return found
    faults.add(offset, "yaml", "a mapping of `key: value` lines is expected here")
    return Table({}, {}, offset)


def _value(node: yaml.Node, offset: int, faults: Faults) -> "Scalar | Items | Table":
    line = offset + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item, offset, faults) for item in node.value), line)
    if isinstance(node, yaml.MappingNode):
        return _table(node, line, offset, faults)
    return Scalar(str(node.value), line)


def _table(node: yaml.MappingNode, line: int, offset: int, faults: Faults) -> Table:
    values: dict[str, Scalar | Items | Table] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, at = str(key.value), offset + key.start_mark.line
        if name in values:
            faults.add(at, "duplicate-key", f"`{name}` is given twice")
        values[name], lines[name] = _value(value, offset, faults), at
    return Table(values, lines, line)
