"""After "resolved": well, still there, something else, or not known; never one for the other."""

import json
from dataclasses import replace

import pytest

from bot.core.oncall.proof import Verdict, not_read_message, proof_message, prove
from bot.model.case import CaseId
from bot.model.judgement import ClusterView, Gap, Outcome
from bot.model.snapshot import Reason
from bot.model.text import Lang
from tests.core.judging.diagnosing import FOLDER, built_in, of, of_file, view

TAINT = CaseId("csi-driver-not-registered")
REDIS = CaseId("redis-auth-required")
BOOK = built_in().book


def tainted() -> ClusterView:
    """A pod that waits because no CSI Node is on its tainted node."""
    return view(of_file(FOLDER / "waits-on-a-tainted-node.yaml"))


def test_a_healthy_pod_is_the_proof() -> None:
    """With a case and without one."""
    assert prove(view(of("healthy")), TAINT, BOOK, Lang.EN).verdict is Verdict.WELL
    assert prove(view(of("healthy")), None, BOOK, Lang.EN).verdict is Verdict.WELL


def test_the_cases_own_signs_speak_against_it() -> None:
    """Each with the object that shows it, in the reader's language."""
    proof = prove(tainted(), TAINT, BOOK, Lang.EN)
    assert proof.verdict is Verdict.STILL
    assert any("does not tolerate its taint" in said for _, said in proof.rows)
    assert prove(tainted(), TAINT, BOOK, Lang.ZH).rows != proof.rows


def test_another_trouble_is_told_as_another() -> None:
    """The signs of this case are gone; the pod is not well all the same."""
    proof = prove(tainted(), REDIS, BOOK, Lang.EN)
    assert proof.verdict is Verdict.OTHER
    assert proof.rows


def test_what_could_not_be_read_is_not_healthy() -> None:
    """No sign was seen, and nobody can say that there is none."""
    gap = Gap("logs", Reason.FORBIDDEN)
    unread = replace(view(of("healthy")), outcome=Outcome.UNKNOWN, judged=(), findings=(), gaps=(gap,))
    proof = prove(unread, TAINT, BOOK, Lang.EN)
    assert (proof.verdict, proof.rows) == (Verdict.UNKNOWN, (("logs", "not allowed"),))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("case", [TAINT, None])
def test_every_verdict_is_said(lang: Lang, case: CaseId | None) -> None:
    """Each differently, with the pod and the case, and no slot left open; nothing in it is live."""
    said = set()
    for verdict in Verdict:
        proof = replace(prove(tainted(), TAINT, BOOK, lang), verdict=verdict, rows=(("Pod a", "<!channel>"),))
        message = proof_message(proof, "shop/web-0", case, lang)
        assert "shop/web-0" in message.text
        assert (TAINT in message.text) is (case is not None)
        assert "{" not in message.text
        assert '"user_id"' not in json.dumps(message.blocks)
        said.add(message.text)
    assert len(said) >= 3
    assert not_read_message("Why.", lang).text.endswith("Why.")
