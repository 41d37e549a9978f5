"""The reply itself: what it is made of, and that nothing in it is live that came from people."""

import pytest

from tests.slack.pastes import DESCRIBE, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED, NOT_REGISTERED_TITLE
from tests.slack_standin import Person, Slack, live_links, live_mentions


def test_the_reply_has_the_verdict_first_then_the_proof_the_commands_and_the_steps(
    slack: Slack, ana: Person, room: str
) -> None:
    """A tired reader sees in this order: which case, how sure, the proving line, what to run, what to do."""
    said = slack.read(slack.wait_for_answer(ana.posts(DESCRIBE, channel=room)))
    parts = (
        NOT_REGISTERED_TITLE,
        "Certain",
        "What shows it",
        NOT_REGISTERED[-60:],
        "kubectl get csinode ip-10-0-41-17",
        "Fix",
    )
    places = [said.find(part) for part in parts]
    assert places == sorted(places)
    assert min(places) >= 0
    assert said.startswith(f"# 🔴 {NOT_REGISTERED_TITLE}")


def test_proof_and_commands_are_preformatted(slack: Slack, ana: Person, room: str) -> None:
    """What is to be read exactly or copied stands in preformatted elements."""
    answer = slack.wait_for_answer(ana.posts(DESCRIBE, channel=room))
    elements = [element for block in answer.blocks for element in block.get("elements", ())]
    code = [one["elements"][0]["text"] for one in elements if one["type"] == "rich_text_preformatted"]
    assert any(NOT_REGISTERED in text for text in code)
    assert any(text.startswith("kubectl ") for text in code)


def test_the_fallback_starts_with_the_title_and_names_the_case(slack: Slack, ana: Person, room: str) -> None:
    """What a notification and a screen reader get says the same in short."""
    answer = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    assert answer.text.startswith(NOT_REGISTERED_TITLE)
    assert "csi-driver-not-registered" in answer.text
    assert len(answer.text) <= 3_000


def test_the_reply_tells_programs_which_case_it_is(slack: Slack, ana: Person, room: str) -> None:
    """Workflows read the message's metadata."""
    answer = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    assert answer.metadata == {
        "event_type": "juicefs_diagnosis",
        "event_payload": {"case": "csi-driver-not-registered", "strength": "certain"},
    }


def test_nothing_unfurls(slack: Slack, ana: Person, room: str) -> None:
    """The links of a reply open no previews."""
    answer = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    assert answer.unfurl_links is False
    assert answer.unfurl_media is False


HOSTILE = {
    "channel": f"<!channel> {NOT_REGISTERED}",
    "entity": f"&lt;!everyone&gt; &lt;@U012AB3CD&gt; {NOT_REGISTERED}",
    "link": f"{NOT_REGISTERED} <https://evil.example|click> see https://evil.example/login",
    "markdown": f"{NOT_REGISTERED} [docs](https://evil.example) ![x](https://evil.example/x.png)",
    "fence": f"{NOT_REGISTERED} ``` <!here> ``` *bold* _it_ ~no~",
    "group": f"{NOT_REGISTERED} <!subteam^S012AB3CD> <#C012AB3CD>",
    "bare": f"{NOT_REGISTERED} www.evil.example and evil.sh/x.py",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_of_a_hostile_paste_becomes_live(slack: Slack, ana: Person, room: str, text: str) -> None:
    """No mention, no broadcast, no link of a paste lives on in the reply, its buttons' answers or its fallback."""
    answer = slack.wait_for_answer(ana.posts(text, channel=room))
    assert live_mentions(answer) == ()
    ours = {"juicefs.com", "github.com", "kubernetes.io", slack.address.split("/")[2]}  # the last: threads seen before
    assert {link.url.split("/")[2] for link in live_links(answer)} <= ours


def test_a_mention_that_a_paste_holds_is_not_repeated(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """Wei is not woken because Ana's paste named him."""
    answer = slack.wait_for_answer(ana.posts(f"@{wei.name} look: {NOT_REGISTERED}", channel=room))
    assert live_mentions(answer) == ()


def test_a_paste_that_leads_to_two_cases_keeps_to_slacks_limits(slack: Slack, ana: Person, room: str) -> None:
    """Two troubles in long lines make one message that Slack takes as it is, at the first try."""
    paste = ana.posts("\n".join((NOT_REGISTERED + " x" * 400, MOUNT_LOST + " y" * 400, NO_PASSWORD)), channel=room)
    answer = slack.wait_for_answer(paste)
    posted = [call for call in slack.calls("chat.postMessage") if call.args.get("thread_ts") == paste]
    assert [call.status for call in posted] == [200]
    assert posted[0].answer["ok"]
    assert slack.answers(paste) == [answer]


def test_long_parts_wait_behind_a_button(slack: Slack, ana: Person, room: str) -> None:
    """The first message shows what to run first; `Show all steps` gives the rest, in the same thread."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    first = slack.wait_for_answer(paste)
    ana.presses(first, "Show all steps").acked()

    def whole() -> str:
        shown = "\n".join(slack.read(answer) for answer in slack.answers(paste))
        return shown if shown.count("kubectl") > slack.read(first).count("kubectl") else ""

    assert slack.wait_for(whole, what="all steps").count("kubectl") > 2
