"""Snapshots as files: versioned YAML that a person can read, send along and have diagnosed elsewhere.

juicefs-bot-snapshot: 1
taken_at: '2026-05-04T02:20:00Z'
context: ''
pod: {namespace: shop, name: orders-api-6d4f9c7b8-x2k5p}
answers:
- ask: {part: node, name: node-b}
  objects: [{apiVersion: v1, kind: Node, …}]
- ask: {part: log, namespace: kube-system, name: juicefs-csi-node-8rd96, container: juicefs-plugin}
  text: |
    I0504 …
- ask: {part: csi-node, name: node-b}
  unread: {reason: forbidden, detail: HTTP 403}
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.core.objects.target import is_name
from bot.edge.hush import Redact, hush
from bot.edge.plain_yaml import NotPlain, read_yaml, write_yaml
from bot.errors import InputError
from bot.model.snapshot import Answer, Ask, Part, PodRef, Reason, Snapshot, Unread
from bot.model.text import RawText

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read: a snapshot of a full node in a cluster with 2,000 PVs is about 2 MB."""

_MARK = "juicefs-bot-snapshot"


class _Unfit(Exception):  # noqa: N818 - caught in this file
    """The file's content is no snapshot; the message says where, in our own words."""


def save(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot to a file, replacing what is there.  Raises InputError when the file cannot be written."""
    body = {
        _MARK: VERSION,
        "taken_at": snapshot.taken_at,
        "context": snapshot.context,
        "pod": {"namespace": snapshot.scope.namespace, "name": snapshot.scope.name},
        "answers": [{"ask": _ask(ask), **_answer(answer)} for ask, answer in snapshot.answers.items()],
    }
    try:
        path.write_text(write_yaml(body), "utf-8")
    except OSError as error:
        raise InputError(f"The file {path} cannot be written.", f"无法写入文件 {path}。") from error


def load(path: Path, redact: Redact) -> Snapshot:
    """The snapshot in a file, redacted anew: a file may have been written by hand.

    Raises InputError when it cannot be read, is no snapshot, or has another version.
    """
    try:
        return _read(read_yaml(_text(path)), redact)
    except NotPlain as why:
        where = f" (line {why.line})" if why.line else ""
        raise _broken(path, f"{why}{where}") from why
    except _Unfit as why:
        raise _broken(path, str(why)) from why
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The file {path} cannot be read: it is missing, no text, or not yours to read.",
            f"无法读取文件 {path}：文件不存在、不是文本，或没有读取权限。",
        ) from error


def _broken(path: Path, why: str) -> InputError:
    return InputError(
        f"The file {path} holds no snapshot that I can use: {why}.", f"文件 {path} 不是可用的快照：{why}。"
    )


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise _Unfit(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB")
    return path.read_text("utf-8")


def _ask(ask: Ask) -> dict[str, Any]:
    words = {"part": str(ask.part), "namespace": ask.namespace, "name": ask.name, "container": ask.container}
    return {key: word for key, word in words.items() if word} | ({"previous": True} if ask.previous else {})


def _answer(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Unread):
        return {"unread": {"reason": str(answer.reason), "detail": answer.detail}}
    return {"text": str(answer)} if isinstance(answer, str) else {"objects": list(answer)}


def _read(body: Any, redact: Redact) -> Snapshot:  # noqa: ANN401 - YAML of any form
    if not isinstance(body, Mapping) or _MARK not in body:
        raise _Unfit(f"it does not start with {_MARK}")
    if body[_MARK] != VERSION:
        raise _Unfit(f"it has another version, this bot reads version {VERSION}")
    pod = _mapping(body.get("pod"), "pod")
    answers = body.get("answers")
    if not isinstance(answers, list):
        raise _Unfit("answers is no list")
    snapshot = Snapshot(
        _string(body, "taken_at"),
        _string(body, "context"),
        PodRef(_name(pod, "namespace"), _name(pod, "name")),
        dict(_pair(one, number, redact) for number, one in enumerate(answers, 1)),
    )
    if isinstance(snapshot.named(Part.POD, snapshot.scope.name, snapshot.scope.namespace), Unread):
        raise _Unfit("the pod itself is not in it")
    return snapshot


def _pair(one: Any, number: int, redact: Redact) -> tuple[Ask, Answer]:  # noqa: ANN401 - as above
    where = f"answer {number}"
    entry = _mapping(one, where)
    asked = _mapping(entry.get("ask"), where)
    try:
        ask = Ask(
            Part(_string(asked, "part")),
            _string(asked, "namespace"),
            _string(asked, "name"),
            _string(asked, "container"),
            asked.get("previous") is True,
        )
        return ask, _answered(entry, where, redact)
    except ValueError as error:
        raise _Unfit(f"{where} has an unknown part or reason") from error


def _answered(entry: Mapping[str, Any], where: str, redact: Redact) -> Answer:
    if "unread" in entry:
        gap = _mapping(entry["unread"], where)
        return Unread(Reason(_string(gap, "reason")), _string(gap, "detail"))
    if isinstance(text := entry.get("text"), str):
        return redact(RawText(text)).text
    objects = entry.get("objects")
    if not isinstance(objects, list) or not all(isinstance(item, Mapping) for item in objects):
        raise _Unfit(f"{where} holds neither objects nor text nor unread")
    return tuple(hush(objects, redact))


def _mapping(thing: Any, where: str) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    if not isinstance(thing, Mapping):
        raise _Unfit(f"{where} is no mapping")
    return thing


def _string(thing: Mapping[str, Any], key: str) -> str:
    value = thing.get(key, "")
    if not isinstance(value, str):
        raise _Unfit(f"{key} is no text")
    return value


def _name(thing: Mapping[str, Any], key: str) -> str:
    value = _string(thing, key)
    if not is_name(value):
        raise _Unfit(f"{key} is no Kubernetes name")
    return value
