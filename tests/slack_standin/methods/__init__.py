"""The Web API's methods, one file for each family."""

from collections.abc import Mapping

from tests.slack_standin.methods import app, chat, conversations, files, people, reactions, views
from tests.slack_standin.methods.call import Method

METHODS: Mapping[str, Method] = (
    app.METHODS
    | chat.METHODS
    | conversations.METHODS
    | files.METHODS
    | people.METHODS
    | reactions.METHODS
    | views.METHODS
)
"""Every method that the stand-in knows; all others answer `unknown_method`."""
