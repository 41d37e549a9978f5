"""What the doctor says: for each thing a line when it is well and a line when it is not, with what to do."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
import yaml

from bot.core.checkup.cluster import cluster_lines
from bot.core.checkup.lines import failed, warning, well, worst
from bot.core.checkup.log import log_lines
from bot.core.checkup.slack import SCOPES, clock_lines, socket_line, token_lines
from bot.core.checkup.text import checkup_json, checkup_text
from bot.model.checkup import EVERYWHERE, ClusterFacts, Level, Line, LogFacts, Reached, Right, SlackFacts
from bot.model.text import Lang
from tests.deploy.building import DEPLOY

YES, NO = Reached(reached=True), Reached(reached=False)
PODS, VOLUMES = Right("list", "", "pods"), Right("get", "", "persistentvolumes")
TOKEN = SlackFacts(YES, "Storage Team", frozenset(SCOPES), 0.4)
CLUSTER = ClusterFacts("prod", YES, {PODS: (EVERYWHERE,), VOLUMES: (EVERYWHERE,)}, {})
SECRETS = Right("get", "", "secrets")
LOG = LogFacts("/data/log.db", True, 5_000_000, 2_000_000_000, "ext4", True, 2)  # noqa: FBT003 - a row of facts


def only(lines: Sequence[Line], topic: str) -> Line:
    """The line about a topic."""
    (found,) = [line for line in lines if line.topic == topic]
    return found


def seen(line: Line) -> str:
    """Both languages of what was seen and what to do, for looking a word up."""
    return "\n".join([*line.seen.values(), *line.advice.values()])


def test_everything_well_is_said_so() -> None:
    """Good facts give only lines that are ok, and none of them asks for anything."""
    lines = [*token_lines(TOKEN), socket_line(YES), *cluster_lines(CLUSTER), *log_lines(LOG)]
    assert {line.level for line in lines} == {Level.OK}
    assert {text for line in lines for text in line.advice.values()} == {""}
    assert len({line.topic for line in lines}) == len(lines) == 10


WRONG: list[tuple[str, Callable[[], Sequence[Line]], str, Level, str]] = [
    ("no Slack", lambda: token_lines(replace(TOKEN, answer=NO)), "slack-token", Level.FAILED, "*.slack.com"),
    (
        "token refused",
        lambda: token_lines(replace(TOKEN, answer=Reached(reached=True, refused="invalid_auth"))),
        "slack-token",
        Level.FAILED,
        "invalid_auth",
    ),
    (
        "scope missing that nothing works without",
        lambda: token_lines(replace(TOKEN, scopes=frozenset(SCOPES) - {"chat:write"})),
        "slack-scopes",
        Level.FAILED,
        "chat:write",
    ),
    (
        "scope missing that costs a part",
        lambda: token_lines(replace(TOKEN, scopes=frozenset(SCOPES) - {"files:read"})),
        "slack-scopes",
        Level.WARNING,
        "files:read",
    ),
    (
        "scope too many",
        lambda: token_lines(replace(TOKEN, scopes=frozenset(SCOPES) | {"admin"})),
        "slack-scopes",
        Level.WARNING,
        "admin",
    ),
    ("clock a little off", lambda: token_lines(replace(TOKEN, skew=-45.0)), "clock", Level.WARNING, "45"),
    ("clock far off", lambda: token_lines(replace(TOKEN, skew=900.0)), "clock", Level.FAILED, "900"),
    ("no socket", lambda: [socket_line(NO)], "slack-socket", Level.FAILED, "443"),
    (
        "app token refused",
        lambda: [socket_line(Reached(reached=True, refused="not_allowed_token_type"))],
        "slack-socket",
        Level.FAILED,
        "SLACK_APP_TOKEN",
    ),
    ("no API server", lambda: cluster_lines(replace(CLUSTER, answer=NO)), "cluster prod", Level.FAILED, "6443"),
    (
        "credentials refused",
        lambda: cluster_lines(replace(CLUSTER, answer=Reached(reached=True, refused="HTTP 401"))),
        "cluster prod",
        Level.FAILED,
        "HTTP 401",
    ),
    (
        "a read missing",
        lambda: cluster_lines(replace(CLUSTER, needed={PODS: (EVERYWHERE,), VOLUMES: ()})),
        "rights prod",
        Level.WARNING,
        "get persistentvolumes",
    ),
    (
        "no read at all",
        lambda: cluster_lines(replace(CLUSTER, needed={PODS: (), VOLUMES: ()})),
        "rights prod",
        Level.FAILED,
        "deploy/base/rbac.yaml",
    ),
    (
        "a right too many",
        lambda: cluster_lines(replace(CLUSTER, needless={SECRETS: (EVERYWHERE,)})),
        "rights beyond prod",
        Level.FAILED,
        "get secrets",
    ),
    (
        "a right too many in one namespace",
        lambda: cluster_lines(replace(CLUSTER, needless={SECRETS: ("kube-system",)}, unanswered=3)),
        "rights beyond prod",
        Level.FAILED,
        "get secrets (kube-system)",
    ),
    (
        "no answer whether there is a right too many",
        lambda: cluster_lines(replace(CLUSTER, unanswered=3)),
        "rights beyond prod",
        Level.WARNING,
        "3",
    ),
    (
        "no answer whether a read is missing",
        lambda: cluster_lines(replace(CLUSTER, needed={PODS: ()}, unanswered=3)),
        "rights prod",
        Level.WARNING,
        "3",
    ),
    ("disk full", lambda: log_lines(replace(LOG, free=1_000_000)), "disk", Level.FAILED, "JUICEFS_BOT_RETENTION_DAYS"),
    ("no room to forget", lambda: log_lines(replace(LOG, bytes=3_000_000_000)), "disk", Level.WARNING, "anew"),
    ("on JuiceFS", lambda: log_lines(replace(LOG, file_system="fuse.juicefs")), "file-system", Level.FAILED, "JuiceFS"),
    ("on NFS", lambda: log_lines(replace(LOG, file_system="nfs4")), "file-system", Level.FAILED, "nfs4"),
    ("on another FUSE", lambda: log_lines(replace(LOG, file_system="fuse.s3fs")), "file-system", Level.FAILED, "locks"),
    ("no locks", lambda: log_lines(replace(LOG, locks=False)), "file-system", Level.FAILED, "locks"),
    ("locks not tried", lambda: log_lines(replace(LOG, locks=None)), "file-system", Level.WARNING, "tried"),
    ("in memory", lambda: log_lines(replace(LOG, file_system="tmpfs")), "file-system", Level.WARNING, "gone"),
]


@pytest.mark.parametrize(
    ("facts", "topic", "level", "word"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_has_its_line_and_its_advice(
    facts: Callable[[], Sequence[Line]], topic: str, level: Level, word: str
) -> None:
    """Each trouble shows on its own line, at its level, with what was seen and what to do in both languages."""
    line = only(facts(), topic)
    assert line.level is level
    assert word in seen(line)
    assert all(line.seen[lang] and line.advice[lang] for lang in Lang)
    assert line.seen[Lang.EN] != line.seen[Lang.ZH]


def test_the_scopes_are_those_of_the_manifest() -> None:
    """Who makes the app from deploy/slack-manifest.yaml has every scope that is asked for, and no other."""
    manifest = yaml.safe_load((DEPLOY / "slack-manifest.yaml").read_text("utf-8"))
    assert sorted(SCOPES) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def test_nothing_more_is_said_of_what_does_not_answer() -> None:
    """Without an answer there are no scopes, no rights and no clock to judge."""
    assert [line.topic for line in token_lines(replace(TOKEN, answer=NO))] == ["slack-token"]
    assert [line.topic for line in cluster_lines(replace(CLUSTER, answer=NO))] == ["cluster prod"]
    assert clock_lines(None) == []


def test_reading_in_some_namespaces_is_well_and_says_which() -> None:
    """With the component `namespaced` nothing is missing; the line names the namespaces."""
    lines = cluster_lines(replace(CLUSTER, needed={PODS: ("default", "shop"), VOLUMES: (EVERYWHERE,)}))
    line = only(lines, "rights prod")
    assert line.level is Level.OK
    assert "default, shop" in line.seen[Lang.EN]


def test_it_is_said_where_rights_were_looked_for() -> None:
    """That nothing too much is granted holds for the whole cluster and for the namespaces that were asked about."""
    line = only(cluster_lines(replace(CLUSTER, namespaces=("default", "shop"))), "rights beyond prod")
    assert line.level is Level.OK
    assert all("default, shop" in line.seen[lang] for lang in Lang)


def test_a_right_is_written_as_kubectl_does() -> None:
    """`kubectl auth can-i` takes it: with its group, unless it is of the core group."""
    rights = (PODS, Right("get", "metrics.k8s.io", "pods"), Right("get", "", "configmaps", "x"), Right("*", "*", "*"))
    assert [str(right) for right in rights] == ["list pods", "get pods.metrics.k8s.io", "get configmaps x", "* *"]


def test_a_log_that_is_not_there_yet_is_no_trouble() -> None:
    """Before the first answer there is no file, only a place for it."""
    line = only(log_lines(replace(LOG, there=False, bytes=0)), "database")
    assert (line.level, "not yet there" in line.seen[Lang.EN]) == (Level.OK, True)


def test_the_worst_line_decides() -> None:
    """One failure is a failure of all, a warning is not; nothing at all is well."""
    fine, odd, bad = well("a", "x", "x"), warning("b", ("x", "x"), ("y", "y")), failed("c", ("x", "x"), ("y", "y"))
    assert worst([fine, odd]) is Level.WARNING
    assert worst([odd, bad, fine]) is Level.FAILED
    assert worst([]) is Level.OK


def test_the_text_has_a_line_for_each_thing_and_its_advice_below() -> None:
    """Level, topic, what was seen; an arrow with what to do; the sum at the end; in the reader's language."""
    lines = [well("casebook", "33 cases", "33 个案例"), failed("disk", ("Full", "满了"), ("Enlarge it", "请扩容"))]
    assert checkup_text(lines, Lang.EN).splitlines() == [
        "ok       casebook: 33 cases",
        "failed   disk: Full",
        "         → Enlarge it",
        "",
        "Something does not work; see what failed.",
    ]
    assert "失败     disk: 满了\n         → 请扩容" in checkup_text(lines, Lang.ZH)


def test_names_from_elsewhere_cannot_steer_a_terminal() -> None:
    """A workspace or context with control characters in its name is shown without them."""
    text = checkup_text(token_lines(replace(TOKEN, workspace="\x1b[2Jevil\r")), Lang.EN)
    assert "\x1b" not in text
    assert "evil" in text


def test_the_json_holds_both_languages() -> None:
    """For programs: one level for all, and each line with its words."""
    found = json.loads(json.dumps(checkup_json([failed("disk", ("Full", "满了"), ("Enlarge", "请扩容"))])))
    assert found["level"] == "failed"
    assert found["lines"] == [
        {
            "topic": "disk",
            "level": "failed",
            "seen": {"en": "Full", "zh": "满了"},
            "advice": {"en": "Enlarge", "zh": "请扩容"},
        }
    ]
