"""A kubeconfig for one API server, as a test needs it: who asks, under which contexts."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def write_kubeconfig(
    path: Path,
    server: str,
    *,
    contexts: Sequence[str] = ("tests",),
    user: Mapping[str, object] | None = None,
    authority: Path | None = None,
) -> Path:
    """Write it at *path* and give that back: each context leads to *server*, the first one is the current one.

    *user* holds the credentials, a token when nothing else is said; *authority* the certificate that signed the
    server's, for HTTPS.
    """
    trust = {"certificate-authority": str(authority)} if authority else {}
    named = {"cluster": "tests", "user": "tests"}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": contexts[0],
        "contexts": [{"name": name, "context": named} for name in contexts],
        "clusters": [{"name": "tests", "cluster": {"server": server, **trust}}],
        "users": [{"name": "tests", "user": {"token": "nobody"} if user is None else user}],
    }
    path.write_text(json.dumps(config), "utf-8")
    return path
