"""Whole objects are redacted: no string escapes, and what holds the chain together survives."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.hush import HIDDEN, hush, names_a_secret
from bot.model.text import RawText, Redacted, SafeText

SECRET = "hunter2-Very-Secret"
TEXT = st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def redact(raw: RawText) -> Redacted:
    """A redaction that knows one secret."""
    return Redacted(SafeText(raw.replace(SECRET, "***")))


def unchanged(raw: RawText) -> Redacted:
    """A redaction that finds nothing."""
    return Redacted(SafeText(raw))


@given(JSON)
def test_an_object_without_secrets_stays_as_it_is(thing: Any) -> None:  # noqa: ANN401 - any JSON is the point
    """Redaction keeps the form: same keys, same numbers, same lists; only strings may change."""
    assert _forms(hush(thing, unchanged)) == _forms(thing)


def _forms(thing: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(thing, dict):
        return {key: _forms(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_forms(item) for item in thing]
    return "" if isinstance(thing, str) else thing


@given(st.lists(st.sampled_from(["message", "env", "args", "annotations", "note"]) | st.integers(0, 2), min_size=1))
def test_a_secret_is_found_however_deep_it_lies(path: list[str | int]) -> None:
    """Mappings in lists in mappings: every string is reached."""
    thing: Any = f"connecting with {SECRET}"
    for step in path:
        thing = {step: thing} if isinstance(step, str) else [thing] * (step + 1)
    assert SECRET not in json.dumps(hush(thing, redact))


@pytest.mark.parametrize(
    "key",
    "password REDIS_PASSWORD redis-password apiToken SECRET_KEY secret-key passphrase JFS_RSA_PASSPHRASE access_key "
    "credentials client-secret".split(),
)
def test_what_a_key_calls_a_secret_is_hidden_whole(key: str) -> None:
    """A password may look like any word, so that its key decides; in environment variables the name is the key."""
    assert hush({key: "sesame"}, unchanged) == {key: HIDDEN}
    assert hush({"env": [{"name": key, "value": "sesame"}]}, unchanged) == {"env": [{"name": key, "value": HIDDEN}]}


@pytest.mark.parametrize(
    "key",
    "secretName csi.storage.k8s.io/node-publish-secret-name secretRef tokenExpirationSeconds name cache-size keyring "
    "passwordless".split(),
)
def test_a_key_that_only_mentions_a_secret_keeps_its_value(key: str) -> None:
    """The name of a Secret is no secret, and commands need it."""
    assert not names_a_secret(key)
    assert hush({key: "juicefs-secret"}, unchanged) == {key: "juicefs-secret"}


def test_a_reference_to_a_secret_is_kept() -> None:
    """A secretKeyRef says which Secret is used, not what it holds."""
    reference = {"name": "metaurl", "valueFrom": {"secretKeyRef": {"name": "juicefs-secret", "key": "metaurl"}}}
    assert hush(reference, unchanged) == reference


def test_names_and_uids_survive_any_redaction() -> None:
    """What objects refer to each other by is never altered, or the chain would break."""

    def greedy(raw: RawText) -> Redacted:
        return Redacted(SafeText(re.sub(r"[0-9a-f-]{8,}", "***", raw)))

    identity = {
        "name": "pvc-7f3d2c1a-94b8-4c55",
        "namespace": "a1b2c3d4e5",
        "uid": "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11",
    }
    pod = {"metadata": identity, "spec": {"volumeName": "pvc-7f3d2c1a-94b8", "nodeName": "ip-10-0-0-1-abcdef12"}}
    assert hush(pod, greedy) == pod


def test_half_a_character_is_replaced() -> None:
    """JSON can escape half of a surrogate pair; no file could be written with it."""
    hushed = hush({"message": "broken \ud83d here"}, unchanged)
    assert hushed["message"].encode("utf-8") == b"broken ? here"
