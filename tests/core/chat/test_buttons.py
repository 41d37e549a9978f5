"""The buttons under answers: which there are, and what they carry."""

from bot.core.chat.buttons import CHECK_AGAIN, CHECK_CLUSTER, SHOW_ALL, diagnosis_buttons, only_pod, own_buttons
from bot.core.objects.target import Target, read_target, written
from bot.model.case import CaseId
from bot.model.chat import Block, SlackMessage
from bot.model.match import Names
from bot.model.snapshot import PodRef
from bot.model.text import Lang

POD = Target(PodRef("shop", "web-0"), "prod")
PLAIN = SlackMessage(({"type": "section"},), "text")
CASE = SlackMessage(({"type": "section"},), "text", folded=True, case=CaseId("mount-point-lost"))


def carried(buttons: tuple[Block, ...]) -> dict[object, object]:
    """Each button's action with what it carries."""
    return {one["action_id"]: one.get("value", "") for one in buttons}


def test_an_answer_without_case_and_pod_has_no_buttons() -> None:
    """There is nothing to press for."""
    assert own_buttons(PLAIN, Lang.EN) == ()


def test_a_pod_can_be_checked_with_and_without_a_case() -> None:
    """The button carries the pod; what is folded can be shown for a case alone."""
    assert carried(own_buttons(PLAIN, Lang.ZH, POD)) == {CHECK_CLUSTER: "prod:shop/web-0"}
    assert set(carried(own_buttons(CASE, Lang.EN, POD))) == {SHOW_ALL, CHECK_CLUSTER}
    assert set(carried(own_buttons(CASE, Lang.EN))) == {SHOW_ALL}


def test_what_a_button_carries_is_read_again() -> None:
    """The target is the same after a press, with its context and without."""
    for pod in (POD, Target(PodRef("shop", "web-0")), Target(PodRef("a", "b.c"), "arn:aws:eks:eu:1:cluster/prod")):
        value = str(carried(diagnosis_buttons(pod, Lang.EN))[CHECK_AGAIN])
        assert value == written(pod)
        assert read_target(value) == pod


def test_under_a_diagnosis_every_button_carries_the_pod() -> None:
    """So that it is not taken for that of an answer to a text."""
    assert carried(diagnosis_buttons(POD, Lang.EN)) == dict.fromkeys((CHECK_AGAIN, SHOW_ALL), written(POD))


def test_only_one_pod_with_one_namespace_is_offered() -> None:
    """Where a text names several, nobody can know which was meant."""
    assert only_pod(Names(namespaces=("shop",), pods=("web-0",))) == Target(PodRef("shop", "web-0"))
    assert only_pod(Names(namespaces=("shop",))) is None
    assert only_pod(Names(pods=("web-0",))) is None
    assert only_pod(Names(namespaces=("shop",), pods=("web-0", "web-1"))) is None
    assert only_pod(Names(namespaces=("shop", "web"), pods=("web-0",))) is None
    assert only_pod(Names(namespaces=("shop.x",), pods=("web-0",))) is None
