"""What Slack and terminals do to a text is undone, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.unmangle import unmangle
from bot.model.text import RawText


@pytest.mark.parametrize(
    ("mangled", "plain"),
    [
        ("a &lt;none&gt; &amp;&amp; b", "a <none> && b"),
        ("see <https://juicefs.com/docs>", "see https://juicefs.com/docs"),
        ("see <https://juicefs.com|juicefs.com>", "see juicefs.com"),
        ("run <http://check.sh|check.sh>", "run check.sh"),
        ("ask <mailto:a@b.example|a@b.example>", "ask a@b.example"),
        ("<@U123ABC> help", "@U123ABC help"),
        ("<#C1|ops> and <!here>", "ops and @here"),
        ("juicefs[7] <FATAL>: x", "juicefs[7] <FATAL>: x"),
        ("“quoted” ‘name’", "\"quoted\" 'name'"),
        ("a\u00a0b\u200bc\ufeff", "a bc"),
        ("\x1b[92mOK\x1b[0m, ready", "OK, ready"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("x\x00y\x07", "xy"),
        ("\u202eevil", "evil"),
        ("look:\n```df: /data: x\ndf: /b: y```", "look:\ndf: /data: x\ndf: /b: y"),
        ("```yaml\nkind: Pod\n```", "\nkind: Pod\n"),
    ],
)
def test_undone(mangled: str, plain: str) -> None:
    """Each kind of mangling is read as its author saw it."""
    assert unmangle(RawText(mangled)) == plain


@given(st.text())
def test_lines_stay(text: str) -> None:
    """The number of lines stays the same, so that a line's number can be shown beside it."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unmangle(RawText(text)).count("\n") == normal.count("\n")


@given(st.text(alphabet="<>&|@!#abc;ltgmp "))
def test_never_fails_on_half_tokens(text: str) -> None:
    """Broken entities and tokens are left as they are."""
    assert isinstance(unmangle(RawText(text)), str)
