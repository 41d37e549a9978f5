"""The language of the reply is that of the prose around a paste; a bare log has none."""

import pytest

from bot.core.matching.language import prose_language
from bot.model.text import Lang, SafeText


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("mount pod 一直 Pending，怎么办？", Lang.ZH),
        ("df: /data: Socket not connected\n要重启业务 pod 才行吗", Lang.ZH),
        ("what does this mean? the pod is stuck", Lang.EN),
        ("Warning  FailedMount  2m  kubelet  Unable to attach or mount volumes: timed out waiting", None),
        ("I0504 02:10:05.131302       7 node.go:183] the volume is not in the list", None),
        ("", None),
    ],
)
def test_prose(text: str, lang: Lang | None) -> None:
    """Sentences decide, log lines do not."""
    assert prose_language(SafeText(text)) is lang
