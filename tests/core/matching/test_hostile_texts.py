"""No text makes a regular expression slow: the kernel ends the process of these proofs when a step takes too long."""

import subprocess
import sys

import pytest

from bot.core.matching.index import index
from bot.core.matching.lines import statements
from bot.core.matching.passage import Passage
from bot.core.matching.signs import signposts
from bot.edge.casebook import load
from bot.model.text import SafeText
from tests.hostile_texts import patterns


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["patterns", "redact", "whole"])
def test_no_text_makes_it_slow(kind: str) -> None:
    """Every pattern, every rule of redaction and the whole way to an answer end on texts built to make them slow."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_texts", kind], capture_output=True, text=True, check=False
    )
    last = done.stdout.splitlines()[-1:]
    assert (done.returncode, last) == (0, ["done"]), f"{last}\n{done.stderr[-500:]}"


def test_the_patterns_are_found() -> None:
    """What modules keep, what is wrapped in a table, and what stands in a call are all among the patterns tried."""
    found = patterns()
    assert len(found) > 80
    assert r"[a-z0-9]+|[\u3400-\u9fff]" in found
    assert r"\s" in found
    assert any("juicefs-[a-z0-9-]" in text or "csi-node" in text for text in found)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("driver ebs.csi.aws.com failed", ("ebs.csi.aws.com",)),
        ('driver "cephfs.csi.ceph.com-", csi', ("cephfs.csi.ceph.com",)),
        ("plugins/csi-gluster.example.org/csi.sock", ("csi-gluster.example.org",)),
        ("csi at example.com", ()),
        ("sock.csi", ()),
        ("csi.storage.k8s.io", ()),
        ("csi.juicefs.com", ()),
        ("x-csi-" * 2000, ()),
    ],
)
def test_another_drivers_name_is_read(line: str, named: tuple[str, ...]) -> None:
    """A dotted name with `csi` before its last part names a driver, wherever it stands; ours and Kubernetes' do not."""
    made = index(load())
    posts = signposts(Passage(statements(SafeText(line))), made)
    assert tuple(one for one in posts.others if "csi" in one) == named
