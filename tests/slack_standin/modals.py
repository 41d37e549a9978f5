"""Modals and Home tabs: the stack of views that each person has open, and what a view may hold."""

import uuid
from dataclasses import dataclass, field, replace

from tests.slack_standin.block_rules import check_view_blocks
from tests.slack_standin.identified import identified
from tests.slack_standin.message import Button, buttons_of
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments
from tests.slack_standin.workspace import Workspace

TITLE_CHARACTERS = 24
PRIVATE_METADATA_CHARACTERS = 3000
STACK = 3


@dataclass(frozen=True, slots=True)
class View:
    """A view as one person sees it; `body` is what the app gave, with ids, `errors` the complaints under its inputs."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str = ""
    errors: Json = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What stands on top; empty for a Home tab."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """The app's name for it."""
        return str(self.body.get("callback_id", ""))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed or chosen in it."""
        return buttons_of(self.body["blocks"])

    def to_json(self, *, team: str, app: str, bot: str, values: Json | None = None) -> Json:
        """The view as Slack gives it to the app; `values` is the state of its inputs."""
        return self.body | {
            "id": self.id,
            "team_id": team,
            "app_id": app,
            "app_installed_team_id": team,
            "bot_id": bot,
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous or None,
            "state": {"values": values or {}},
        }


class Views:
    """Open modals (a stack for each person) and published Home tabs."""

    def __init__(self, workspace: Workspace) -> None:
        self.opened: list[View] = []
        self.homes: dict[str, View] = {}
        self._space = workspace
        self._stacks: dict[str, list[View]] = {}

    def top(self, user: str) -> View | None:
        """The modal that this person looks at."""
        stack = self._stacks.get(user, [])
        return stack[-1] if stack else None

    def open(self, user: str, body: Json) -> View:
        """A first modal."""
        view = self._new(user, body, "modal")
        self._stacks[user] = [view]
        return self._shown(view)

    def push(self, user: str, body: Json) -> View:
        """One more modal on top."""
        stack = self._stacks.get(user, [])
        if not stack or len(stack) >= STACK:
            raise RefusedError("push_limit_reached" if stack else "invalid_trigger_id")
        view = replace(self._new(user, body, "modal"), root=stack[0].id, previous=stack[-1].id)
        stack.append(view)
        return self._shown(view)

    def update(self, body: Json, *, view_id: str = "", external_id: str = "", given_hash: str = "") -> View:
        """Another content for an open modal; refuses with `not_found` and `hash_conflict` as Slack does."""
        for stack in self._stacks.values():
            for place, old in enumerate(stack):
                if old.id == view_id or (external_id and old.body.get("external_id") == external_id):
                    if given_hash and given_hash != old.hash:
                        raise RefusedError("hash_conflict")
                    checked = _checked(body, "modal")
                    stack[place] = replace(old, body=checked, hash=uuid.uuid4().hex[:12], errors={})
                    return self._shown(stack[place])
        raise RefusedError("not_found")

    def complain(self, view: View, errors: Json) -> None:
        """Put the app's complaints under the inputs."""
        stack = self._stacks[view.user]
        place = next(index for index, found in enumerate(stack) if found.id == view.id)
        stack[place] = replace(view, errors=errors)
        self._space.touched()

    def close(self, user: str, *, everything: bool = False) -> None:
        """Close the top modal, or all of them."""
        stack = self._stacks.get(user, [])
        del stack[0 if everything else -1 :]
        self._space.touched()

    def publish(self, user: str, body: Json) -> View:
        """A new Home tab for this person."""
        old = self.homes.get(user)
        view = self._new(user, body, "home")
        self.homes[user] = replace(view, id=old.id) if old else view
        self._space.touched()
        return self.homes[user]

    def _new(self, user: str, body: Json, kind: str) -> View:
        name = self._space.new_id("V")
        return View(name, user, _checked(body, kind), uuid.uuid4().hex[:12], root=name)

    def _shown(self, view: View) -> View:
        self.opened.append(view)
        self._space.touched()
        return view


def _checked(body: Json, kind: str) -> Json:
    if body.get("type") != kind:
        raise invalid_arguments(f"view must be of type {kind} [json-pointer:/view/type]")
    for place in ("title", "submit", "close"):
        if len(body.get(place, {}).get("text", "")) > TITLE_CHARACTERS:
            raise invalid_arguments(f"must be less than {TITLE_CHARACTERS + 1} characters [json-pointer:/view/{place}]")
    if kind == "modal" and not body.get("title"):
        raise invalid_arguments("missing required field: title [json-pointer:/view]")
    if len(body.get("private_metadata", "")) > PRIVATE_METADATA_CHARACTERS:
        raise invalid_arguments("must be less than 3001 characters [json-pointer:/view/private_metadata]")
    try:
        blocks = check_view_blocks(body.get("blocks"))
    except RefusedError as refused:
        raise RefusedError("invalid_arguments", **refused.extra) from refused
    if any(block["type"] == "input" for block in blocks) and kind == "modal" and not body.get("submit"):
        raise invalid_arguments("`submit` is required when there are inputs [json-pointer:/view]")
    return body | {"blocks": identified(blocks)}
