"""Starting etcd and a real kube-apiserver on loopback, with RBAC and an audit log, and three people who may ask it.

`admin` may do everything, `bot` what `deploy/base/rbac.yaml` grants and no more, `nobody` nothing.  There are no
controllers and no kubelet: what a scene says is what there is.  etcd is filled directly (the server stores JSON),
because only so do objects keep the uids and times that the scenes give them.
"""

import json
import os
import shutil
import signal
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket
from urllib.error import HTTPError

from bot.model.snapshot import Json
from tests.kubeconfig import write_kubeconfig

ADMIN, BOT, NOBODY = "admin-token", "bot-token", "nobody-token"
BOT_USER = "system:serviceaccount:juicefs-bot:juicefs-bot"
_TOKENS = f'{ADMIN},admin,1,"system:masters"\n{BOT},{BOT_USER},2\n{NOBODY},nobody,3\n'
_AUDIT = "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n"

READY_WITHIN = 90
"""Seconds to wait for the API server; it takes about 5 on two idle cores."""

_SERVER_CERTIFICATE = """\
set -e
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 3 -subj /CN=tests
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=kube-apiserver
printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' > server.ext
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 3 -extfile server.ext
openssl genrsa -out account.key 2048
openssl rsa -in account.key -pubout -out account.pub
"""


@dataclass(frozen=True, slots=True)
class ControlPlane:
    """A running API server and its etcd; `work` is their folder, with ca.crt, server.crt, server.key, audit.log."""

    work: Path
    url: str
    etcd: str
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, path: str, body: Json | None = None, token: str = ADMIN) -> tuple[int, Json]:
        """The status and body of one request, sent without the bot's client."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path,
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method=method,
        )
        trust = ssl.create_default_context(cafile=str(self.work / "ca.crt"))
        try:
            with urllib.request.urlopen(request, context=trust, timeout=30) as reply:  # noqa: S310 - as above
                return reply.status, _json(reply.read())
        except HTTPError as error:
            with error:
                return error.code, _json(error.read())

    def kubeconfig(self, token: str) -> Path:
        """A kubeconfig with one context, `tests`, for the person of that token."""
        path, authority = self.work / f"{token}.kubeconfig", self.work / "ca.crt"
        return write_kubeconfig(path, self.url, user={"token": token}, authority=authority)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The API server stopped in its tracks: connections open, nothing answers."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def audit(self, user: str) -> list[Json]:
        """Every request of a user that the audit log has."""
        return [entry for entry in self.requests() if entry["user"].get("username") == user]

    def requests(self) -> list[Json]:
        """Every request that the audit log has, whoever sent it."""
        lines = (self.work / "audit.log").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]


def _json(body: bytes) -> Json:
    """The object in a body; an empty one for plain text, as /readyz has."""
    found: Json = json.loads(body) if body.startswith(b"{") else {}
    return found


def assets() -> Path | None:
    """The folder with kube-apiserver and etcd: KUBEBUILDER_ASSETS, else .kube-assets in the repository."""
    own = Path(__file__).parents[2] / ".kube-assets"
    for folder in (os.environ.get("KUBEBUILDER_ASSETS"), own):
        if folder and all(os.access(Path(folder) / name, os.X_OK) for name in ("kube-apiserver", "etcd")):
            return Path(folder)
    return None


def missing() -> str:
    """Why no API server can be started here; empty when one can."""
    if assets() is None:
        return "no kube-apiserver: run tests/control_plane/build.sh, or set KUBEBUILDER_ASSETS"
    return "" if shutil.which("openssl") else "no openssl, which makes the API server's certificate"


@contextmanager
def control_plane(binaries: Path, work: Path) -> Iterator[ControlPlane]:
    """Run etcd and the API server until the block ends.  Raises RuntimeError when the server does not become ready."""
    subprocess.run(["sh", "-c", _SERVER_CERTIFICATE], cwd=work, check=True, capture_output=True)
    (work / "tokens.csv").write_text(_TOKENS)
    (work / "audit.yaml").write_text(_AUDIT)
    (work / "audit.log").touch()
    port, client, peer = _free_ports(3)
    store = f"http://127.0.0.1:{client}"
    with (work / "etcd.log").open("wb") as etcd_log, (work / "server.log").open("wb") as server_log:
        etcd = subprocess.Popen(_etcd(binaries, work, store, peer), stdout=etcd_log, stderr=subprocess.STDOUT)
        server = subprocess.Popen(_server(binaries, work, store, port), stdout=server_log, stderr=subprocess.STDOUT)
        try:
            plane = ControlPlane(work, f"https://127.0.0.1:{port}", store, server)
            _await_ready(plane)
            yield plane
        finally:
            for process in (server, etcd):
                process.kill()
                process.wait()


def _free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago; all are held until all are known, so that they differ."""
    held = [socket(AF_INET, SOCK_STREAM) for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def _etcd(binaries: Path, work: Path, store: str, peer: int) -> list[str]:
    flags = {
        "data-dir": work / "etcd",
        "listen-client-urls": store,
        "advertise-client-urls": store,
        "listen-peer-urls": f"http://127.0.0.1:{peer}",
        "initial-advertise-peer-urls": f"http://127.0.0.1:{peer}",
        "initial-cluster": f"default=http://127.0.0.1:{peer}",
        "unsafe-no-fsync": "true",
    }
    return [str(binaries / "etcd"), *(f"--{flag}={value}" for flag, value in flags.items())]


def _server(binaries: Path, work: Path, store: str, port: int) -> list[str]:
    flags = {
        "etcd-servers": store,
        "storage-media-type": "application/json",
        "secure-port": port,
        "bind-address": "127.0.0.1",
        "advertise-address": "127.0.0.1",
        "tls-cert-file": work / "server.crt",
        "tls-private-key-file": work / "server.key",
        "client-ca-file": work / "ca.crt",
        "cert-dir": work / "certificates",
        "kubelet-client-certificate": work / "server.crt",
        "kubelet-client-key": work / "server.key",
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": work / "account.pub",
        "service-account-signing-key-file": work / "account.key",
        "service-cluster-ip-range": "10.0.0.0/24",
        "token-auth-file": work / "tokens.csv",
        "authorization-mode": "RBAC",
        "disable-admission-plugins": "ServiceAccount",
        "allow-privileged": "true",
        "endpoint-reconciler-type": "none",
        "audit-policy-file": work / "audit.yaml",
        "audit-log-path": work / "audit.log",
        "audit-log-format": "json",
        "event-ttl": "24h",
    }
    return [str(binaries / "kube-apiserver"), *(f"--{flag}={value}" for flag, value in flags.items())]


def _await_ready(plane: ControlPlane) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and plane.process.poll() is None:
        try:
            if plane.ask("GET", "/readyz")[0] == 200:
                return
        except (OSError, ValueError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the API server did not become ready: see {plane.work / 'server.log'}")
