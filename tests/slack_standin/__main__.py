"""Serves the stand-in for a person with a browser: `python -m tests.slack_standin --port 8765 -- juicefs-bot serve`."""

import os
import signal
import subprocess
import time
from pathlib import Path

import click

from tests.slack_standin.manifest import Manifest, load_manifest
from tests.slack_standin.people import ChannelKind
from tests.slack_standin.slack import Slack

_GRACE = 10
"""Seconds that the bot has to end by itself."""


@click.command()
@click.option("--port", default=8765, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The app's manifest: grants its scopes and events instead of everything.",
)
@click.argument("command", nargs=-1)
def main(port: int, manifest: Path | None, command: tuple[str, ...]) -> None:
    """Serve a Slack stand-in with a page for the browser; start COMMAND with the settings that lead to it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        made = Slack(manifest=load_manifest(manifest) if manifest else Manifest(), port=port)
    except OSError as error:
        raise click.ClickException(f"Port {port} is taken; --port 0 takes a free one.") from error
    with made as slack:
        furnish(slack)
        click.echo(f"Open {slack.address}/ in a browser. Ctrl-C ends it.")
        for name, value in slack.env().items():
            if value and not command:
                click.echo(f"export {name}={value}")
        try:
            _run(command, slack.env())
        except KeyboardInterrupt:
            click.echo("\nGood night.")


def furnish(slack: Slack) -> None:
    """Two people, three channels and their direct conversations with the bot."""
    people = [slack.user("ana"), slack.user("wei", locale="zh-CN", tz="Asia/Shanghai", tz_offset=28_800)]
    slack.channel("#ops")
    slack.channel("#storage")
    slack.channel("#incident-42", kind=ChannelKind.PRIVATE)
    slack.everybody_joins(*people)


def _run(command: tuple[str, ...], env: dict[str, str]) -> None:
    if not command:
        while True:
            time.sleep(3600)
    process = subprocess.Popen(command, env=os.environ | env)
    try:
        process.wait()
        click.echo(f"{command[0]} has ended with status {process.returncode}; the page is still there.")
        _run((), env)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    main()
