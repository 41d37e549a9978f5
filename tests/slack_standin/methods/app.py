"""auth.test, apps.connections.open and what else concerns the app itself."""

from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.shapes import Json, RefusedError
from tests.slack_standin.workspace import TEAM_DOMAIN


def _auth_test(call: Call) -> Json:
    space = call.backend.space
    return {
        "url": f"{call.backend.address}/",
        "team": TEAM_DOMAIN,
        "user": space.bot.name,
        "team_id": space.team,
        "user_id": space.bot.id,
        "bot_id": space.bot.bot_id,
        "app_id": space.app,
        "is_enterprise_install": False,
    }


def _connections_open(call: Call) -> Json:
    backend = call.backend
    socket = backend.address.replace("http://", "ws://", 1)
    return {"url": f"{socket}/link/?ticket={backend.hub.ticket()}&app_id={backend.space.app}"}


def _api_test(call: Call) -> Json:
    if "error" in call.args:
        raise RefusedError(call.text("error"))
    return {"args": call.args}


def _team_info(call: Call) -> Json:
    team = {"id": call.backend.space.team, "name": "Stand-in", "domain": TEAM_DOMAIN, "url": f"{call.backend.address}/"}
    return {"team": team}


def _bots_info(call: Call) -> Json:
    bot = next((user for user in call.backend.space.users.values() if user.bot_id == call.text("bot")), None)
    if bot is None:
        raise RefusedError("bot_not_found")
    return {"bot": {"id": bot.bot_id, "app_id": bot.app_id, "user_id": bot.id, "name": bot.name, "deleted": False}}


METHODS = {
    "api.test": Method(_api_test),
    "auth.test": Method(_auth_test),
    "apps.connections.open": Method(_connections_open, app_level=True),
    "team.info": Method(_team_info, ("team:read",)),
    "bots.info": Method(_bots_info, ("users:read",)),
}
