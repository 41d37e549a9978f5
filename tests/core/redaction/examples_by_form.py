"""Secrets that are known by their own form or by the form of the text around them: hidden, and left."""

from tests.core.redaction.example import Examples

_LETTERS = "NotARealKey1"

BY_FORM: dict[str, Examples] = {
    "private-key": Examples(
        secret="MIIENotARealKey+0/1\nNotARealKeyNotARealKey==",
        hides=(
            "-----BEGIN RSA PRIVATE KEY-----\n§\n-----END RSA PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n§",
            "-----BEGIN OPENSSH PRIVATE KEY-----\n§\nthe paste was cut off here",
            "-----BEGIN EC PRIVATE KEY-----\n§\n\nI0801 10:27:15.656183       7 main.go:10] next",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n§\n-----END PGP PRIVATE KEY BLOCK-----",
        ),
        leaves=(
            "-----BEGIN CERTIFICATE-----\nMIIBNotASecret\n-----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----\nMIIBNotASecret\n-----END PUBLIC KEY-----",
            "tls: failed to find any PEM data in key input: -----BEGIN PRIVATE KEY----- is missing",
        ),
    ),
    "private-key-base64": Examples(
        secret=f"SU0EgUFJJ{_LETTERS * 4}==",
        hides=("tls.key: LS0tLS1CRUdJTiB§", "ssl-key:\n  LS0tLS1CRUdJTiB§\n"),
        leaves=("certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI=",),
    ),
    "kubernetes-secret": Examples(
        secret="bm90LXJlYWw=",
        hides=(
            "apiVersion: v1\ndata:\n  bucket: §\n  name: §\nkind: Secret\nmetadata:\n  name: juicefs-secret\n",
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: juicefs-secret\ndata:\n  name: §\ntype: Opaque",
            "items:\n- apiVersion: v1\n  data:\n    name: §\n  kind: Secret\n  metadata:\n    name: juicefs-secret\n",
            "stringData:\n  name: §\n  storage: §\n",
            "stringData:\n  name: §\n",
            "data:\n  storage: §\n  name: §\n",
        ),
        leaves=(
            "apiVersion: v1\ndata:\n  enable-tracing: bm90LXJlYWw=\nkind: ConfigMap\n",
            "kind: ConfigMap\ndata:\n  config.yaml: |\n    mountPodPatch:\n    - ceMountImage: juicedata/mount:a\n",
            "kind: Secret\nmetadata: {name: a}\n---\nkind: ConfigMap\ndata:\n  storage: s3\n",
            "metadata:\n  name: juicefs-secret\n  namespace: kube-system\n",
            "the data:\n  is on the disk\n",
        ),
    ),
    "kubernetes-secret-json": Examples(
        secret="bm90LXJlYWw=",
        hides=(
            '{"apiVersion":"v1","data":{"bucket":"§","name":"§"},"kind":"Secret"}',
            '{\n  "kind": "Secret",\n  "data": {\n    "name": "§"\n  }\n}',
            '{"kind":"Secret","stringData":{"name":"§"}}',
            r'"{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"name\":\"§\"}}"',
            '{"kind":"Secret","data":{"name":"§',
        ),
        leaves=(
            '{"apiVersion":"v1","data":{"name":"bm90LXJlYWw="},"kind":"ConfigMap"}',
            '{"data":{"result":"a plain text"},"status":"success"}',
            '{"metadata":{"name":"juicefs-secret"}}',
        ),
    ),
    "url-password": Examples(
        hides=(
            "redis://:§@10.0.0.1:6379/1",
            "redis://default:§@redis.shop.svc:6379/1",
            "rediss://user:§@host:6380,10.0.0.2:6380/1",
            "redis://:§@mymaster,10.0.0.1,10.0.0.2:26379/2",
            "mysql://root:§@(10.0.0.1:3306)/juicefs",
            "postgres://user:§@10.0.0.1:5432/juicefs?sslmode=disable",
            "tikv://:§@10.0.0.1:2379,10.0.0.2:2379/jfs",
            "badger://u:§@h/db",
            "https://user:§@registry.example.com/v2/",
            "s3://minioadmin:§@bucket.s3.example.com/prefix",
            "smtp://me@example.com:§@mail.example.com:587",
            "redis://user:§@[fd00::1]:6379/1",
            "unix://juicefs:§@/run/redis.sock?db=3",
            "metaurl=redis%3A%2F%2F%3A§%4010.0.0.1%3A6379%2F1&name=a",
            "<redis://:§@10.0.0.1:6379/1|redis://:§@10.0.0.1:6379/1>",
            "redis://:§@10.0.0.1:6379/1,redis://:§@10.0.0.2:6379/1",
            "metaurl=redis://:§@10.0.0.1:6379/1&amp;name=myjfs",
        ),
        leaves=(
            "redis://:****@10.0.0.1:6379/1",
            "redis://user:****@master,10.0.0.1:26379/1",
            "redis://10.0.0.1:6379/1",
            "mysql://user@(10.0.0.1:3306)/juicefs",
            "postgres://user@10.0.0.1:5432/juicefs",
            "http://10.0.0.1:9000/bucket/user@example.com",
            "docker-pullable://registry.example.com:5000/juicedata/mount@sha256:9f86d081884c7d65",
            "docker-pullable://juicedata/mount@sha256:9f86d081884c7d65",
            "containerd://9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "unix:///csi/csi.sock: connect: no such file or directory",
            "redis[s]://[<username>:<password>@]<host>[:<port>]/<db>",
            "redis://:${REDIS_PASSWORD}@redis:6379/1",
            "redis://:$REDIS_PASSWORD@redis:6379/1",
            "redis://{user}:{password}@{host}:6379/1",
            "redis://:xxxxx@10.0.0.1:6379/1",
            "ssh://git@github.com:22/juicedata/juicefs",
        ),
    ),
    "url-password-cut": Examples(
        hides=(
            "metaurl: redis://:§",
            "redis://user:§ (the line is cut)",
            "mysql://root:§\nnext line",
            "redis://§@10.0.0.1:6379/1",
        ),
        leaves=(
            "redis://10.0.0.1:6379",
            "redis://host:port/db",
            "redis://default@10.0.0.1:6379/1",
            "http://localhost:http",
            "redis://:$REDIS_PASSWORD",
            "tikv://10.0.0.1:2379,10.0.0.2:2379/jfs",
        ),
    ),
    "url-base64": Examples(
        secret="86aHVudGVyMkAxMC4wLjAuMTo2Mzc5LzE=",
        hides=("metaurl: cmVkaXM6Ly§", "dGlrdjovL§"),
        leaves=("cmVkaXM6", "image: redis:7"),
    ),
    "login": Examples(
        hides=(
            "root:§@(10.0.0.1:3306)/juicefs",
            "root:§@tcp(10.0.0.1:3306)/juicefs",
            "user:§@10.0.0.1:6379/1",
            "metaurl=root:§@(10.0.0.1:3306)/juicefs",
            ":§@10.0.0.1:6379/1",
        ),
        leaves=(
            "juicedata/mount:ce-v1.3.0@sha256:9f86d081884c7d65",
            "registry.example.com:5000/juicedata/mount@sha256:9f86d081",
            "mailto:me@example.com",
            "me@example.com: hello",
            "git@github.com:juicedata/juicefs.git",
            "root@node-b:~# juicefs status",
            "csi.sock: rpc@(unknown)",
        ),
    ),
    "authorization": Examples(
        hides=(
            "Authorization: Bearer §",
            "authorization: Basic §",
            '"Authorization":"Bearer §"',
            'curl -H "Authorization: token §" https://api.example.com',
            "Authorization:[Bearer §]",
            "Proxy-Authorization: Basic §",
        ),
        leaves=(
            "authorization:\n  mode: Webhook",
            "--authorization-mode=Webhook",
            "authorization: Webhook",
            "authorization failed",
            "Authorization: Bearer ****",
        ),
    ),
    "bearer-token": Examples(
        hides=("sent bearer §", "Bearer §"),
        leaves=(
            "bearer authentication failed",
            'WWW-Authenticate: Bearer realm="https://auth.example.com/token"',
            "invalid bearer token, token lookup failed",
        ),
    ),
    "basic-login": Examples(
        secret="bm90LXJlYWw=",
        hides=("header is Basic §",),
        leaves=("Basic authentication is off", "a basic question"),
    ),
    "docker-login": Examples(
        secret="dXNlcjpub3QtcmVhbA==",
        hides=('{"auths":{"registry.example.com":{"auth":"§"}}}', r"{\"auth\": \"§\"}"),
        leaves=('{"auth": "required"}', '{"auths":{}}', "juicefs auth myjfs"),
    ),
    "cookie": Examples(
        hides=("Cookie: §", "< Set-Cookie: §"),
        leaves=("the cookie is gone", "cookies: 3"),
    ),
    "cookie-json": Examples(
        hides=('{"headers": {"cookie": "§"}}', '"Set-Cookie":["§"]'),
        leaves=('{"cookie": null}', '{"cookies": 3}'),
    ),
    "curl-cookie": Examples(
        secret="session=hunter2-not-real",
        hides=("curl -s -b '§' https://a.example.com", "curl --cookie § https://a.example.com"),
        leaves=("curl -b cookies.txt https://a.example.com", "curl https://a.example.com/?b=1"),
    ),
    "session-id": Examples(
        secret=f"{_LETTERS}NotReal",
        hides=("JSESSIONID=§", "https://a.example.com/?session_id=§"),
        leaves=("session_id=1234567", "sessionid=none"),
    ),
    "jwt": Examples(
        secret=f"{_LETTERS}NotReal.eyJ{_LETTERS}.{_LETTERS}-_",
        hides=("eyJ§", "the token eyJ§ and then"),
        leaves=("heyJude", "eyJ0eXA"),
    ),
    "aws-key-id": Examples(
        secret="NOTAREALKEYATALL",
        hides=("the key AKIA§ is wrong", "the id is ASIA§."),
        leaves=("AKIA is the prefix", "slovakian", "arn:aws:iam::123456789012:role/juicefs"),
    ),
    "aliyun-key-id": Examples(
        secret="5tNotARealKeyAtAll12",
        hides=("the key LTAI§ does not exist",),
        leaves=("LTAI keys are long",),
    ),
    "tencent-key-id": Examples(
        secret="NotARealKeyAtAllNotARealKeyAtAll",
        hides=("the key AKID§ does not exist",),
        leaves=("AKID keys are long",),
    ),
    "google-key": Examples(
        secret="NotARealKeyAtAllNotARealKeyAtAll-_1",
        hides=("key=AIza§",),
        leaves=("AIza is the prefix",),
    ),
    "google-token": Examples(
        secret="NotARealTokenAtAll-NotReal",
        hides=("ya29.§", "GOCSPX-§"),
        leaves=("kya29.x", "ya29. is the prefix"),
    ),
    "slack-token": Examples(
        secret="0-NotARealToken",
        hides=("xoxb-§", "xoxp-§ was revoked", "xapp-§"),
        leaves=("a token starts with xoxb- or xapp-", "xoxb-…"),
    ),
    "github-token": Examples(
        secret="NotARealToken" * 3,
        hides=("ghp_§", "gho_§", "ghs_§", "git clone with github_pat_§"),
        leaves=("ghp_short", "the prefix is github_pat_"),
    ),
    "gitlab-token": Examples(
        secret="NotARealToken-NotReal",
        hides=("glpat-§", "the runner glrt-§"),
        leaves=("the prefix is glpat-",),
    ),
    "docker-token": Examples(
        secret="NotARealToken-NotReal",
        hides=("dckr_pat_§",),
        leaves=("the prefix is dckr_pat_",),
    ),
    "service-token": Examples(
        secret="NotARealToken1NotARealToken",
        hides=("glsa_§", "the key sk_live_§ is wrong", "sk-ant-§"),
        leaves=("glsa_short", "the prefix is dop_v1_", "pypi-attestations-are-checked-here"),
    ),
    "package-token": Examples(
        secret="NotARealToken1NotARealToken1NotReal",
        hides=("npm_§", "hf_§"),
        leaves=("npm_config_registry_of_the_whole_company", "hf_hub"),
    ),
    "vault-token": Examples(
        secret="NotARealToken-NotARealToken",
        hides=("hvs.§",),
        leaves=("hvs.local", "node.hvs.example"),
    ),
    "webhook": Examples(
        secret="T0/B0/NotARealWebhook",
        hides=(
            "https://hooks.slack.com/services/§",
            "https://open.feishu.example/open-apis/bot/v2/hook/§",
            "https://qyapi.example/cgi-bin/webhook/send?key=§",
        ),
        leaves=("https://hooks.slack.com/", "POST https://sidecar.example/webhook/send?timeout=10s"),
    ),
    "ceph-key": Examples(
        secret=f"{_LETTERS * 3}==",
        hides=("[client.admin]\n\tkey = AQ§",),
        leaves=("AQ is the prefix", "FAQ: why =="),
    ),
    "signature": Examples(
        hides=(
            "https://b.s3.example.com/k?X-Amz-Date=20260801T000000Z&X-Amz-Signature=§&x-id=GetObject",
            "https://b.oss.example.com/k?Expires=1700000000&Signature=§",
            "https://a.blob.example.net/c?sv=2024&sig=§",
            "SignedHeaders=host, Signature=§",
        ),
        leaves=("SignatureDoesNotMatch: The request signature we calculated does not match", "design=modern&x=1"),
    ),
    "key-in-signature": Examples(
        hides=("X-Amz-Credential=§%2F20260801%2Fus-east-1", "AWS4-HMAC-SHA256 Credential=§/20260801/us-east-1/s3"),
        leaves=("credentials are missing", "credential=none"),
    ),
}
