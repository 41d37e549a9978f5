"""views.*: modals and the Home tab."""

from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.modals import View
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments


def _open(call: Call) -> Json:
    call.need("trigger_id", "view")
    user = call.backend.triggers.redeem(call.text("trigger_id"))
    return _shown(call, call.backend.views.open(user, _view(call)))


def _push(call: Call) -> Json:
    call.need("trigger_id", "view")
    user = call.backend.triggers.redeem(call.text("trigger_id"))
    return _shown(call, call.backend.views.push(user, _view(call)))


def _update(call: Call) -> Json:
    updated = call.backend.views.update(
        _view(call),
        view_id=call.text("view_id"),
        external_id=call.text("external_id"),
        given_hash=call.text("hash"),
    )
    return _shown(call, updated)


def _publish(call: Call) -> Json:
    call.need("user_id", "view")
    if not call.backend.manifest.home_tab:
        raise RefusedError("not_enabled")
    published = call.backend.views.publish(call.user("user_id").id, _view(call))
    return _shown(call, published)


def _view(call: Call) -> Json:
    view = call.args.get("view")
    if not isinstance(view, dict):
        raise invalid_arguments("failed to match all allowed schemas [json-pointer:/view]")
    return view


def _shown(call: Call, view: View) -> Json:
    space = call.backend.space
    return {"view": view.to_json(team=space.team, app=space.app, bot=space.bot.bot_id)}


METHODS = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
