"""A draft is a case file with gaps: the check names them, and passes once a person has filled them."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.oncall.draft import draft
from bot.edge.casebook import check
from bot.model.case import CaseId
from bot.model.conversation import Conversation, ConversationId, Logged
from bot.model.text import SafeText
from tests.edge.store.exchanges import NOON, asked, said, slack

CASE = CaseId("quota-service-away")
PASTE = """E0314 02:11:07.103311       1 mount.go:88] quota service of volume refused the pod: session 8812 expired
2026/03/14 02:11:08.221034 juicefs[17] <ERROR>: quota service of volume did not answer 10.2.0.7:6379 [quota.go:42]
  Warning  FailedMount  3m (x7 over 9m)  kubelet  juicefs quota error for pod/orders-0 in /var/lib/kubelet/pods/x/y
all is well here"""
NOTES = (SafeText("looked at it:\n$ kubectl -n shop describe pod orders-0\nkubectl delete pod orders-0"),)
SOLVED = SafeText("restarted the quota\nservice")


def logged(paste: str = PASTE) -> Logged:
    """A conversation with one paste."""
    conversation = Conversation(slack("1.1"), (asked(paste), said("No case.")))
    return Logged(ConversationId(12), NOON, NOON + timedelta(hours=1), conversation)


def filled(text: str) -> str:
    """The draft as a person completes it: title, meaning, readings, risk, links and further examples."""
    for gap, filling in (
        ("  en:\n  zh:", "  en: https://example.com/en\n  zh: https://example.com/zh"),
        ("# English:\n", "# English: The quota service is away\n"),
        ("# 中文：\n", "# 中文：配额服务不可用\n"),
        ("## Meaning\n", "## Meaning\nThe quota service does not answer.\n"),
        ("## 含义\n", "## 含义\n配额服务没有响应。\n"),
        ("### `command-1`\n", "### `command-1` What does the pod say?\nLook at its events.\n"),
        ("1. [?]", "1. [disruptive]"),
        (
            "## leads here:\n```text\n```",
            "## leads here: in words\n```text\njuicefs: quota service of volume refused\n```",
        ),
        ("## look-alike of none:\n```text\n```", "## look-alike of none: healthy\n```text\nquota is fine\n```"),
    ):
        assert gap in text, gap
        text = text.replace(gap, filling)
    return text


def faults_of(folder: Path, text: str) -> list[str]:
    """What `cases check` says of the draft, as rule names."""
    (folder / f"{CASE}.md").write_text(text, encoding="utf-8")
    return [fault.rule for fault in check(folder)[1]]


def test_the_check_names_every_gap_and_passes_once_they_are_filled(tmp_path: Path) -> None:
    """Title, meaning, links, readings, the step's risk and examples are a person's to write."""
    made = draft(CASE, logged(), NOTES, SOLVED)
    assert set(faults_of(tmp_path, made)) == {"title", "sections", "en", "zh", "commands", "steps", "examples"}
    assert faults_of(tmp_path, filled(made)) == []


def test_error_lines_become_signatures_with_slots() -> None:
    """Time stamps are dropped; names, numbers, addresses and paths become slots; words that stay must be there."""
    made = draft(CASE, logged(), NOTES, SOLVED)
    assert "- text: 'quota service of volume refused the pod: session {n} expired'" in made
    assert "must: ['quota service of volume']" in made
    assert "did not answer {address} [quota.go:{n}]" in made
    assert "for pod/{app_pod} in {path}" in made
    assert "all is well here'" not in made


def test_only_commands_that_read_are_kept() -> None:
    """With the names as slots; what deletes is no command of a case."""
    made = draft(CASE, logged(), NOTES, SOLVED)
    assert "run: 'kubectl -n shop describe pod {app_pod}'" in made
    assert "kubectl delete" not in made


def test_the_resolve_note_is_the_fix_in_both_pages() -> None:
    """On one line, its risk undecided; without a note there is no step."""
    made = draft(CASE, logged(), NOTES, SOLVED)
    assert made.count("1. [?] restarted the quota service\n") == 2
    assert "1. [" not in draft(CASE, logged(), (), SafeText(""))


def test_the_paste_is_the_first_example() -> None:
    """Whole, and unable to end its own fence."""
    assert f"```text\n{PASTE}\n```" in draft(CASE, logged(), (), SOLVED)
    assert "\n'''\n# Examples" in draft(CASE, logged("error\n```\n# Examples"), (), SOLVED)


@settings(max_examples=30, deadline=None)
@given(paste=st.text(max_size=200), solved=st.text(max_size=60))
def test_whatever_was_said_the_file_can_be_read(
    paste: str, solved: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No text breaks the front matter or the sections: the faults are only gaps."""
    folder = tmp_path_factory.mktemp("draft")
    clean = "".join(character for character in f"error: {paste}" if character.isprintable() or character == "\n")
    rules = set(faults_of(folder, draft(CASE, logged(clean), (), SafeText(solved.encode("utf-8", "replace").decode()))))
    assert not rules & {"yaml", "front-matter", "unknown-key", "read-only", "slot", "id"}
