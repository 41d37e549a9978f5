"""users.* and usergroups.*."""

from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.shapes import Json, RefusedError


def _info(call: Call) -> Json:
    locale = bool(call.flag("include_locale"))
    return {"user": call.user().to_json(call.backend.space.team, include_locale=locale)}


def _list(call: Call) -> Json:
    locale = bool(call.flag("include_locale"))
    users, more = call.paged(list(call.backend.space.users.values()))
    return {"members": [user.to_json(call.backend.space.team, include_locale=locale) for user in users]} | more


def _groups(call: Call) -> Json:
    groups = call.backend.space.groups.values()
    return {"usergroups": [group.to_json(call.backend.space.team) for group in groups]}


def _group_users(call: Call) -> Json:
    group = call.backend.space.groups.get(call.text("usergroup"))
    if group is None:
        raise RefusedError("no_such_subteam")
    return {"users": list(group.users)}


METHODS = {
    "users.info": Method(_info, ("users:read",)),
    "users.list": Method(_list, ("users:read",)),
    "usergroups.list": Method(_groups, ("usergroups:read",)),
    "usergroups.users.list": Method(_group_users, ("usergroups:read",)),
}
