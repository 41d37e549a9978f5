"""The stand-in put together: what its Web API, its users and its page all work on."""

import uuid
from dataclasses import dataclass, field

from tests.slack_standin.clock import Clock, Timing
from tests.slack_standin.courier import Courier
from tests.slack_standin.faults import Faults, PostingLimit
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.modals import Views
from tests.slack_standin.people import ChannelKind, User
from tests.slack_standin.shapes import Json
from tests.slack_standin.sockets import SocketHub
from tests.slack_standin.talk import Talk
from tests.slack_standin.tickets import ResponseUrls, Triggers
from tests.slack_standin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the Web API as it was answered.  `at` is monotonic seconds; `status` 0 means no answer at all."""

    at: float
    method: str
    args: Json
    token: str
    status: int
    answer: Json

    @property
    def ok(self) -> bool:
        """Whether Slack carried it out."""
        return bool(self.answer.get("ok"))


@dataclass(slots=True)
class Keys:
    """The secrets of the app; made up anew for every stand-in."""

    bot_token: str = field(default_factory=lambda: f"xoxb-standin-{uuid.uuid4().hex}")
    app_token: str = field(default_factory=lambda: f"xapp-1-standin-{uuid.uuid4().hex}")
    signing_secret: str = field(default_factory=lambda: uuid.uuid4().hex)
    revoked: dict[str, str] = field(default_factory=dict)


class Backend:
    """All parts of one workspace, wired.  Everything in it happens on the stand-in's own thread."""

    def __init__(self, manifest: Manifest, timing: Timing, posting: PostingLimit | None, address: str) -> None:
        self.manifest = manifest
        self.timing = timing
        self.posting = posting
        self.address = address
        self.clock = Clock()
        self.keys = Keys()
        self.faults = Faults()
        self.calls: list[ApiCall] = []
        self.space = Workspace(self.clock, manifest.name)
        self.hub = SocketHub(self.space.app, timing, self.space.touched)
        self.courier = Courier(timing, self.hub, self.space.touched)
        self.talk = Talk(self.space, manifest, self.courier)
        self.triggers = Triggers(self.clock, timing)
        self.response_urls = ResponseUrls(self.talk, timing, address)
        self.views = Views(self.space)
        self.uploads: dict[str, str] = {}

    @property
    def bot(self) -> User:
        """The app's own user."""
        return self.space.bot

    def mention(self, name: str) -> Json | None:
        """What `@name` or `#name` means to somebody typing: the rich text element, None for an unknown name."""
        sign, bare = name[0], name[1:]
        if sign == "#":
            channel = self.space.channel_named(bare)
            named = channel is not None and channel.kind in (ChannelKind.PUBLIC, ChannelKind.PRIVATE)
            return {"type": "channel", "channel_id": channel.id} if channel and named else None
        if bare in ("here", "channel", "everyone"):
            return {"type": "broadcast", "range": bare}
        if (user := self.space.user_named(bare)) is not None:
            return {"type": "user", "user_id": user.id}
        group = next((group for group in self.space.groups.values() if group.handle == bare), None)
        return {"type": "usergroup", "usergroup_id": group.id} if group else None

    async def close(self) -> None:
        """Stop delivering and hang up."""
        await self.courier.close()
        await self.hub.close()
