"""The app's manifest decides what Slack grants."""

from pathlib import Path

from tests.slack_standin.manifest import load_manifest

TEXT = """
_metadata: { major_version: 2, minor_version: 1 }
display_information: { name: Example }
features:
  app_home: { home_tab_enabled: true }
  bot_user: { display_name: examplebot }
  slash_commands: [{ command: /ask, description: Ask, should_escape: true }, { command: /log, description: Log }]
  shortcuts: [{ name: Explain, type: message, callback_id: explain, description: Explain }]
oauth_config: { scopes: { bot: [chat:write, commands, im:history] } }
settings:
  event_subscriptions: { bot_events: [app_mention, message.im] }
  interactivity: { is_enabled: true }
"""


def test_a_manifest_names_scopes_events_commands_and_shortcuts(tmp_path: Path) -> None:
    """What the file does not list is not granted."""
    path = tmp_path / "manifest.yaml"
    path.write_text(TEXT, encoding="utf-8")
    manifest = load_manifest(path)
    assert manifest.grants("chat:write")
    assert not manifest.grants("files:read")
    assert manifest.hears("message.im")
    assert not manifest.hears("message.channels")
    assert not manifest.hears("app_mention"), "subscribed, but the scope is missing"
    assert manifest.commands == {"/ask": True, "/log": False}
    assert manifest.shortcuts == frozenset({"explain"})
    assert (manifest.interactive, manifest.home_tab, manifest.name) == (True, True, "examplebot")


def test_a_bare_manifest_grants_next_to_nothing(tmp_path: Path) -> None:
    """Without features there are no commands, no buttons and no Home tab."""
    path = tmp_path / "manifest.yaml"
    path.write_text("oauth_config: { scopes: { bot: [] } }", encoding="utf-8")
    manifest = load_manifest(path)
    assert (manifest.commands, manifest.interactive, manifest.home_tab) == ({}, False, False)
    assert not manifest.grants("chat:write")
