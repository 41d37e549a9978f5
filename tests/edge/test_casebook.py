"""The loader: a sound folder becomes a casebook, a faulty one is refused with every fault by file, line and rule."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.edge.casebook import built_in_folder, check, load
from bot.errors import CasebookError
from bot.model.case import CaseId, Status
from bot.model.text import Lang

_MODEL = (built_in_folder() / "cases" / "csi-driver-not-registered.md").read_text("utf-8")
_OWN = """---
id: team-vpn-down
status: own
signatures:
  - text: 'dial tcp {ip}: team-vpn gateway refused the volume'
    must: ['team-vpn gateway', 'refused']
    cause: gateway
commands:
  - id: route
    run: ip route
    where: node
links:
  en: https://wiki.example/vpn
  zh: https://wiki.example/vpn-zh
---

# English: The team's VPN gateway refuses the volume

## Meaning
The gateway is down. Nothing on the node is wrong.

## Causes
- `gateway`: the gateway is down.

## Commands
### `route` Is the route there?
A line with `10.9.0.0/16` must be there.

## Fix
1. [safe] Ask the network team to restart the gateway `gw-1`.

## Not this case
- none: the route is there.

## More

# 中文：团队 VPN 网关拒绝了卷的访问

## 含义
网关宕机，节点本身没有问题。

## 原因
- `gateway`：网关宕机。

## 命令
### `route` 路由在吗？
应有一行 `10.9.0.0/16`。

## 修复
1. [safe] 请网络组重启网关 `gw-1`。

## 易混淆
- none：路由在。

## 补充

# Examples

## leads here: the whole line
```text
juicefs: dial tcp 10.9.1.1: team-vpn gateway refused the volume
```

## leads here: a part of it
```text
team-vpn gateway refused juicefs again
```

## look-alike of none: another gateway
```text
api gateway refused the request
```
"""


def _folder(tmp_path: Path, text: str, name: str = "team-vpn-down") -> Path:
    (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


def _faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    _, found = check(_folder(tmp_path, text))
    return [(fault.line, fault.rule) for fault in found]


def test_the_built_in_casebook_is_sound() -> None:
    """Every built-in case loads without a fault, in both languages."""
    book, faults = check()
    assert faults == ()
    assert all(case.pages[lang].title and case.pages[lang].steps for case in book.cases for lang in Lang)


def test_own_cases_stand_beside_the_built_in_ones(tmp_path: Path) -> None:
    """A second folder adds its cases to the built-in ones."""
    book = load(_folder(tmp_path, _OWN))
    assert book.by_id[CaseId("team-vpn-down")].status is Status.OWN
    assert CaseId("mount-point-lost") in book.by_id


def _without(piece: str) -> Callable[[str], str]:
    return lambda text: text.replace(piece, "", 1)


def _with(piece: str, other: str) -> Callable[[str], str]:
    return lambda text: text.replace(piece, other, 1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_with("id: team-vpn-down", "id: other"), (2, "id")),
        (_with("status: own", "status: rumour"), (3, "status")),
        (_with("status: own", "status: own\ncolour: red"), (4, "unknown-key")),
        (_with("status: own", "status: own\nstatus: own"), (4, "duplicate-key")),
        (_without("    must: ['team-vpn gateway', 'refused']\n"), (5, "must")),
        (_with("'team-vpn gateway'", "'<no-such-row>'"), (6, "words")),
        (_with("cause: gateway", "cause: moon"), (5, "cause")),
        (_with("run: ip route", "run: kubectl delete pod {app_pod}"), (9, "read-only")),
        (_with("run: ip route", "run: ip route; rm -rf /tmp/x"), (9, "read-only")),
        (_with("run: ip route", "run: ip route {planet}"), (9, "slot")),
        (_with("where: node", "where: moon"), (11, "where")),
        (_with("https://wiki.example/vpn\n", "javascript:alert(1)\n"), (13, "links")),
        (_with("must: [", "must: [["), (7, "yaml")),
        (_with("## Meaning\nThe gateway is down. Nothing on the node is wrong.\n", "## Meaning\n"), (19, "sections")),
        (_without("## More\n"), (17, "sections")),
        (_with("1. [safe] Ask", "1. Ask"), (30, "steps")),
        (_with("1. [safe] Ask", "1. [brave] Ask"), (30, "steps")),
        (_with("[safe] 请网络组", "[disruptive] 请网络组"), (37, "both-languages")),
        (_with("重启网关 `gw-1`", "重启网关"), (37, "both-languages")),
        (_with("### `route` 路由在吗？", "### `other` 路由在吗？"), (37, "both-languages")),
        (_with("- `gateway`：网关宕机。", "- `gate`：网关宕机。"), (37, "both-languages")),
        (_without("# 中文：团队 VPN 网关拒绝了卷的访问\n"), (1, "sections")),
        (_with("## leads here: a part of it", "## somewhere: a part of it"), (64, "examples")),
        (_with("## look-alike of none:", "## look-alike of no-such-case:"), (1, "case")),
        (_with("---\nid", "id"), (1, "front-matter")),
    ],
)
def test_each_broken_rule_is_named_with_its_line(
    tmp_path: Path, change: Callable[[str], str], fault: tuple[int, str]
) -> None:
    """A broken rule is told by the line it is on and its name."""
    changed = change(_OWN)
    assert changed != _OWN
    assert fault in _faults(tmp_path, changed)


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    """An author sees all faults of all files, not the first."""
    _folder(tmp_path, _OWN.replace("status: own", "status: rumour"))
    _folder(tmp_path, _OWN.replace("where: node", "where: moon"), name="another")
    with pytest.raises(CasebookError) as caught:
        load(tmp_path)
    said = str(caught.value)
    assert "team-vpn-down.md:3: status" in said
    assert "another.md:11: where" in said
    assert "another.md:2: id" in said


def test_two_cases_cannot_have_one_id(tmp_path: Path) -> None:
    """A case of one's own may not silently replace a built-in one."""
    _, faults = check(_folder(tmp_path, _MODEL, name="csi-driver-not-registered"))
    assert any(fault.rule == "id" and "already" in fault.text for fault in faults)


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"\xff\xfe\x00bad", "encoding"), (b"x" * 300_000, "size"), (b"", "front-matter")],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, rule: str) -> None:
    """A binary, huge or empty file is a fault with its name, not a crash."""
    (tmp_path / "odd.md").write_bytes(content)
    _, faults = check(tmp_path)
    assert rule in {fault.rule for fault in faults}


def test_a_missing_or_empty_folder_is_a_fault(tmp_path: Path) -> None:
    """A folder that is not there, or holds no case, is told: it was named on purpose."""
    assert {fault.rule for fault in check(tmp_path / "nowhere")[1]} == {"folder"}
    assert {fault.rule for fault in check(tmp_path)[1]} == {"folder"}


def test_a_secret_in_an_own_case_is_a_fault(tmp_path: Path) -> None:
    """What stands in a case is shown to everybody: such a file is refused by line, and the secret is not repeated."""
    own = _OWN.replace("Ask the network team", "Run `redis-cli -u redis://:Zq7-planted@10.0.0.1:6379/1 ping`, ask them")
    (tmp_path / "team-vpn-down.md").write_text(own, "utf-8")
    (fault,) = [one for one in check(tmp_path)[1] if one.rule == "secret"]
    assert (fault.line, "Zq7" in str(fault), "url-password" in str(fault)) == (30, False, True)


def test_no_yaml_tag_makes_an_object(tmp_path: Path) -> None:
    """A tag that other loaders would run is read as the text behind it."""
    evil = _OWN.replace("status: own", "status: !!python/object/apply:os.system ['touch owned']")
    assert (3, "status") in _faults(tmp_path, evil)
    assert not Path("owned").exists()


def test_an_invisible_character_in_a_case_is_a_fault(tmp_path: Path) -> None:
    """What would steer a terminal, or turn the text beside it around, is refused by line; a tab is not."""
    (tmp_path / "team-vpn-down.md").write_text(
        _OWN.replace("Ask the network", "Ask\tthe \x1b[2J\u202enetwork"), "utf-8"
    )
    (fault,) = [one for one in check(tmp_path)[1] if one.rule == "characters"]
    assert (fault.line, fault.text) == (30, "invisible characters are not taken: U+001B, U+202E")
