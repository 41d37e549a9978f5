"""Secrets that come in past Slack: through a cluster, the command line, an own case, a setting; none comes out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.edge.casebook import built_in_folder
from tests.cli.running import run
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.scenes.scene import compose
from tests.scenes.shift import shifted
from tests.security.places import Places, in_files, in_tables, leaks, together
from tests.security.planting import Planted, figures, planted, shreds
from tests.security.roads import chunks, paste
from tests.slack.conftest import manifest
from tests.slack.running import Bot
from tests.slack_standin import QUICK, Manifest, Slack

__all__ = ["manifest"]

CHUNK = 90
"""Kinds in one cluster: as many as a log's tail and a list of events hold."""
_CASE = (built_in_folder() / "cases" / "redis-auth-required.md").read_text("utf-8")


def _scene(some: Sequence[Planted]) -> dict[str, Any]:
    """The healthy cluster with secrets in objects, events and logs."""
    lines = "\n".join(f"juicefs[7] <ERROR>: {one.text}" for one in some)
    texts = [one.text for one in some]
    env = [{"name": f"A{number}", "value": text} for number, text in enumerate(texts[:30])]
    return {
        "base": "healthy",
        "events": [{"about": "app", "reason": "FailedMount", "message": text} for text in texts],
        "logs": {"mount/jfs-mount": lines, "csi/juicefs-plugin": lines},
        "change": [
            {"of": "app", "set": {"spec.containers[api].env": env, "metadata.annotations": {"last": texts[0]}}},
            {"of": "app", "set": {"spec.containers[api].command": texts[30:50]}},
            {"of": "mount", "set": {"spec.containers[jfs-mount].env": env, "metadata.annotations": {"x": texts[1]}}},
            {"of": "pv", "set": {"spec.mountOptions": texts[50:70], "spec.csi.volumeAttributes": {"a": texts[2]}}},
            {"of": "class", "set": {"parameters": {f"p{number}": text for number, text in enumerate(texts[70:])}}},
        ],
    }


@pytest.mark.slow
def test_no_secret_of_a_cluster_comes_out(
    kube: Kube, manifest: Manifest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Objects, events and logs of a real API server: neither snapshot, answer, report, log nor Slack holds one."""
    every = planted("cluster")
    places: list[Places] = []
    with Slack(timing=QUICK, manifest=manifest) as slack:
        env = {"KUBECONFIG": str(kube.plane.kubeconfig(BOT))}
        bot, ana = Bot(slack, tmp_path, env).start(), slack.user("ana")
        for number, some in enumerate(every[at : at + CHUNK] for at in range(0, len(every), CHUNK)):
            scene = kube.show(shifted(compose(_scene(some), f"planted-{number}"), datetime.now(UTC)))
            asked = ana.mentions_bot(f"diagnose {scene.pod}", channel=f"#cluster-{number}")
            slack.wait_for(lambda asked=asked: _said(slack, asked), 60, "the diagnosis")  # type: ignore[misc]  # mypy cannot type defaults of a lambda
            places.append(together(_by_command(str(scene.pod), tmp_path, env, number)))
        sent = [("call", json.dumps(call.args, ensure_ascii=False, default=str)) for call in slack.calls()]
        assert bot.stop() == 0
    places.append(together(sent, in_files(tmp_path), in_tables(tmp_path / "log.db")))
    with capsys.disabled():
        print(figures("cluster", every, places))  # noqa: T201 - the figures of docs/security.md
    assert "shop/orders-api" in places[-1]["table conversations"] + places[-1]["table messages"]
    assert [one for some in places for one in leaks(some, shreds(every))] == []


def _said(slack: Slack, asked: str) -> bool:
    answers = [slack.read(one) for one in slack.answers(asked)]
    return bool(answers) and not answers[0].startswith("Reading")


def _by_command(pod: str, folder: Path, env: Mapping[str, str], number: int) -> Iterator[tuple[str, str]]:
    commands = [
        ["diagnose", pod],
        ["diagnose", pod, "--json"],
        ["snapshot", pod, "-o", f"snapshot-{number}.yaml"],
        ["diagnose", "--snapshot", f"snapshot-{number}.yaml", "--lang", "zh"],
        ["report", str(number + 1), "--pod", pod],
        ["handoff", "--channel", "C0"],
    ]
    for words in commands:
        done = run(*words, cwd=folder, env={**env, "JUICEFS_BOT_DB": str(folder / "log.db")})
        assert done.returncode == 0, (words, done.stderr)
        yield words[0], (done.stdout + done.stderr).decode("utf-8", "replace")


@pytest.mark.slow
def test_no_secret_of_the_command_line_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Matched, matched in a batch, asked in the console, given beside a snapshot: printed and kept without it."""
    every = planted("command line")
    env = {"JUICEFS_BOT_DB": str(tmp_path / "log.db")}
    texts = [paste(some) for some in chunks(every)]
    (tmp_path / "batch.jsonl").write_text("\n".join(json.dumps({"id": 1, "text": text}) for text in texts), "utf-8")
    said = [("batch", run("match", "--batch", "batch.jsonl", cwd=tmp_path, env=env).stdout)]
    said += [("match", run("match", given=text.encode(), cwd=tmp_path, env=env).stdout) for text in texts[::4]]
    said += [("json", run("match", "--json", given=text.encode(), cwd=tmp_path, env=env).stdout) for text in texts[::4]]
    for text in texts:
        done = run("run", given=text.encode(), cwd=tmp_path, env=env)
        said += [("run", done.stdout), ("run", done.stderr)]
    (tmp_path / "batch.jsonl").unlink()
    spoken = [(name, one.decode("utf-8", "replace")) for name, one in said]
    places = together(spoken, in_files(tmp_path), in_tables(tmp_path / "log.db"))
    with capsys.disabled():
        print(figures("command line", every, [places]))  # noqa: T201 - the figures of docs/security.md
    assert len(places["table messages"]) > 10_000
    assert leaks(places, shreds(every)) == []


@pytest.mark.slow
def test_no_secret_of_an_own_case_comes_out(tmp_path: Path) -> None:
    """A case that holds one is refused: neither the check nor the bot that does not start repeats it."""
    every = [one for one in planted("own case") if "\n" not in one.text and "`" not in one.text]
    for number, one in enumerate(every):
        own = _CASE.replace("id: redis-auth-required", f"id: own-{number}").replace(
            "\n## More\n", f"\n## More\n- {one.text}\n"
        )
        (tmp_path / f"own-{number}.md").write_text(own, "utf-8")
    env = {"JUICEFS_BOT_KNOWLEDGE": str(tmp_path), "JUICEFS_BOT_DB": str(tmp_path / "log.db")}
    checked = run("cases", "check", str(tmp_path), cwd=tmp_path, env=env)
    refused = run("match", given=b"NOAUTH Authentication required", cwd=tmp_path, env=env)
    told = (checked.stdout + checked.stderr + refused.stdout + refused.stderr).decode()
    assert (checked.returncode, refused.returncode) == (1, 2)
    assert [one.kind.name for number, one in enumerate(every) if f"own-{number}.md" not in told] == []
    assert told.count(": secret: ") >= len(every)
    assert leaks({"what was printed": told}, shreds(every)) == []


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_no_setting_is_repeated(tmp_path: Path, variable: str) -> None:
    """A token that is wrong, or stands at the wrong place, is named by its variable and never by its value."""
    (one,) = [one for one in planted(variable) if one.kind.name == "slack-token 1"]
    nowhere = {"SLACK_API_BASE_URL": "http://127.0.0.1:9/"}
    for words in (["serve"], ["doctor"], ["match"]):
        done = run(*words, given=b"NOAUTH", cwd=tmp_path, env={variable: one.text, **nowhere})
        told = (done.stdout + done.stderr).decode()
        assert leaks({"told": told}, shreds([one])) == []
    assert variable in told
