"""All of a diagnosis in Slack, from what the log keeps of it."""

import json

import pytest

from bot.core.faces.blocks import MOST_CHARACTERS, characters
from bot.core.faces.everything import everything
from bot.core.faces.terminal import to_terminal
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import FOLDER, of_file

SCENES = ("waits-on-a-tainted-node", "client-fails-over-a-password", "runs-on-after-its-client-was-restarted")


def shown(name: str, lang: Lang) -> tuple[str, str, list[dict[str, object]]]:
    """What a terminal prints of a scene, and what Slack shows of that."""
    printed = to_terminal(of_file(FOLDER / f"{name}.yaml", lang=lang).reply)
    message = everything(SafeText(printed), lang, "csi-driver-not-registered")
    return printed, json.dumps(message.blocks, ensure_ascii=False), [dict(block) for block in message.blocks]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", SCENES)
def test_every_finding_is_there_with_its_raw_line(name: str, lang: Lang) -> None:
    """What is fine too, each with its mark, and no raw line is cut."""
    reply = of_file(FOLDER / f"{name}.yaml", lang=lang).reply
    _, said, _ = shown(name, lang)
    assert reply.cluster is not None
    for one in reply.cluster.findings:
        assert one.sentence.replace('"', '\\"') in said
        assert one.state != "trouble" or one.line.replace('"', '\\"') in said
    assert said.count("🔴") >= sum(one.state == "trouble" for one in reply.cluster.findings)
    assert "🟢" in said


def test_commands_can_be_copied() -> None:
    """They stand by themselves, without the prompt."""
    printed, _, blocks = shown(SCENES[0], Lang.EN)
    runs = [line.strip().removeprefix("$ ") for line in printed.split("\n") if line.startswith("    $ ")]
    copied = [
        element["elements"][0]["text"]
        for block in blocks
        for element in block["elements"]  # type: ignore[attr-defined]  # JSON
        if element["type"] == "rich_text_preformatted"
    ]
    assert copied == runs


def test_it_keeps_to_slacks_limit_and_says_where_it_was_cut() -> None:
    """A message that Slack refuses helps nobody."""
    long = SafeText("\n".join(f"  ✗ Pod shop/web-{number}: {'x' * 90}" for number in range(400)))
    message = everything(long, Lang.EN, "mount-point-lost")
    assert sum(map(characters, message.blocks)) <= MOST_CHARACTERS + 100
    assert "case mount-point-lost" in json.dumps(message.blocks[-1])


def test_nothing_in_it_can_become_live() -> None:
    """Names and lines come from the cluster: no mention, broadcast or foreign link is made of them."""
    message = everything(SafeText("  ✗ Pod <!channel>: <@U1> https://evil.example/x\n<!here>"), Lang.EN)
    said = json.dumps(message.blocks)
    assert '"type": "link"' not in said
    assert '"type": "user"' not in said
    assert "<!here>" not in message.text


@pytest.mark.parametrize("text", ["", "\n\n", "✗", "  ✗ ", "    $ ", "●"])
def test_odd_texts_are_shown_as_they_are(text: str) -> None:
    """What another version wrote is no reason to fail."""
    assert everything(SafeText(text), Lang.EN).blocks is not None
