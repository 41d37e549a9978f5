"""YAML as Kubernetes reads it: strings, numbers, booleans, null, lists and mappings; no dates, no aliases, no tags.

An alias would let a kilobyte of text unfold into gigabytes, and a value nested deeply enough kills the process that
reads it (libyaml's binding: 40,000 levels did), so text with either is refused.
"""

import re
from typing import Any

import yaml

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml: the same, slower
    from yaml import SafeDumper, SafeLoader  # type: ignore[assignment]

from bot.model.snapshot import Json


class NotPlain(Exception):  # noqa: N818 - it says what the text is
    """The text is not plain YAML; `line` counts from 1 and is 0 when unknown.  The message is in our own words."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


class PlainLoader(SafeLoader):
    """A safe loader that leaves timestamps alone."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

MOST_LEVELS = 100
"""How deeply a value may be nested (a guess): objects of Kubernetes come to about 20."""

_MAYBE_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w", re.MULTILINE)
_MAYBE_DEEP = re.compile(rf"(?:[\[{{][^\[{{]*+){{{MOST_LEVELS}}}|^[ \t?:-]{{{MOST_LEVELS}}}", re.MULTILINE)
"""Each level takes an opening bracket, or a column at the start of a line."""


def read_yaml(text: str) -> Any:  # noqa: ANN401 - YAML of any form
    """The value of one YAML document.  Raises NotPlain."""
    try:
        if _MAYBE_ALIAS.search(text) or _MAYBE_DEEP.search(text):
            _refuse_odd(text)
        return yaml.load(text, PlainLoader)  # noqa: S506 - a safe loader, see above
    except yaml.MarkedYAMLError as error:
        raise NotPlain("it is not valid YAML", error.problem_mark.line + 1 if error.problem_mark else 0) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NotPlain("it is not valid YAML") from error


def _refuse_odd(text: str) -> None:
    """Go through the text event by event, which builds nothing.  Raises NotPlain at an alias, or too many levels."""
    depth = 0
    for event in yaml.parse(text, PlainLoader):
        if isinstance(event, yaml.AliasEvent):
            raise NotPlain("it uses YAML aliases")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            raise NotPlain("it is nested too deeply")


def write_yaml(value: Json) -> str:
    """A mapping as YAML that `read_yaml` reads back equal: block style, keys in their order, no aliases."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


class _Dumper(SafeDumper):
    """A safe dumper that writes a value twice rather than refer to it."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and value.replace("\n", "").isprintable() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
