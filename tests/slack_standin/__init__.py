"""A stand-in for Slack on loopback: Web API, Socket Mode, files, response URLs, people who act, and a page to look at.

A test tool of this project.  A scenario reads as sentences:

    with Slack(timing=QUICK) as slack:          # then start the bot with slack.env() in its environment
        slack.wait_for_bot()
        ana = slack.user("ana")
        paste = ana.posts("driver name csi.juicefs.com not found …", channel="#ops")
        answer = slack.wait_for_answer(paste)
        ana.presses(answer, "Helped").acked()

`python -m tests.slack_standin` serves it for a person with a browser.
"""

from tests.slack_standin.backend import ApiCall
from tests.slack_standin.clock import QUICK, Timing
from tests.slack_standin.courier import Delivery, Kind, State
from tests.slack_standin.faults import EVERY, FILES, RESPONSE_URLS, PostingLimit
from tests.slack_standin.http_door import HttpAnswer, HttpDoor, post_event, signed_headers
from tests.slack_standin.manifest import Manifest, load_manifest
from tests.slack_standin.message import Button, Message
from tests.slack_standin.modals import View
from tests.slack_standin.people import ChannelKind
from tests.slack_standin.person import Interaction, OtherBot, Person
from tests.slack_standin.render import LiveLink, live_links, live_mentions, render_text
from tests.slack_standin.slack import Slack
from tests.slack_standin.stored_file import StoredFile
from tests.slack_standin.watching import NotSeenError

__all__ = [
    "EVERY",
    "FILES",
    "QUICK",
    "RESPONSE_URLS",
    "ApiCall",
    "Button",
    "ChannelKind",
    "Delivery",
    "HttpAnswer",
    "HttpDoor",
    "Interaction",
    "Kind",
    "LiveLink",
    "Manifest",
    "Message",
    "NotSeenError",
    "OtherBot",
    "Person",
    "PostingLimit",
    "Slack",
    "State",
    "StoredFile",
    "Timing",
    "View",
    "live_links",
    "live_mentions",
    "load_manifest",
    "post_event",
    "render_text",
    "signed_headers",
]
