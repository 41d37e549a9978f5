"""For every rule of redaction: what it hides and what it must leave.

A secret stands where a text holds `§`; `FAKE` is put there, or the rule's own `secret` where the form matters.  What
comes out must be the same text with `****` in that place, so an example says both at once, and no secrets scanner
finds anything in this file.
"""

from dataclasses import dataclass

FAKE = "hunter2-not-real"
MARK = "§"


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with `§` where a secret stands, texts that stay as they are, and the secret to try."""

    hides: tuple[str, ...]
    leaves: tuple[str, ...]
    secret: str = FAKE


_LETTERS = "NotARealKey1"

EXAMPLES: dict[str, Examples] = {
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
    "jwt": Examples(
        secret=f"{_LETTERS}NotReal.eyJ{_LETTERS}.{_LETTERS}-_",
        hides=("eyJ§", "the token was eyJ§ and then"),
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
    "command-password": Examples(
        hides=(
            "redis-cli -h 10.0.0.1 -p 6379 -a § ping",
            "redis-cli --pass § ping",
            "mysql -h 10.0.0.1 -uroot -p§ -P3306 juicefs",
            "curl -sv -u me:§ https://registry.example.com/v2/",
            "docker login -u me -p § registry.example.com",
            "sshpass -p § ssh node-b",
        ),
        leaves=(
            "redis-cli -h 10.0.0.1 -p 6379 ping",
            "mysql -h 10.0.0.1 -u root -P 3306",
            "curl -sv https://registry.example.com/v2/",
            "docker login registry.example.com",
            "redis-cli ping | grep -a PONG",
        ),
    ),
    "redis-auth": Examples(
        hides=(
            "requirepass §",
            'CONFIG SET requirepass "§"',
            "masterauth §",
            "sentinel auth-pass mymaster §",
            "AUTH §",
            "10.0.0.1:6379> AUTH §",
            "10.0.0.1:6379> auth default §",
        ),
        leaves=(
            "ERR AUTH <password> called without any password configured for the default user",
            "NOAUTH Authentication required.",
            "ERR wrong number of arguments for 'auth' command",
            "requirepass is not set",
            "AUTH failed",
            "/usr/bin/juicefs auth myjfs",
        ),
    ),
    "sql-password": Examples(
        hides=("CREATE USER juicefs IDENTIFIED BY '§'", "ALTER ROLE juicefs WITH PASSWORD '§'"),
        leaves=("identified by its uid", "FATAL: password authentication failed for user 'juicefs'"),
    ),
    "passphrase": Examples(
        secret="correct horse battery not-real",
        hides=("passphrase: §", "JFS_RSA_PASSPHRASE: §\nname: myjfs"),
        leaves=("passphrase: ${passphrase}", "the passphrase is missing"),
    ),
    "option": Examples(
        hides=(
            "juicefs auth myjfs --token § --bucket https://b.example.com",
            "juicefs format --access-key § --secret-key §",
            "juicefs format --session-token '§' myjfs",
            'command: ["juicefs","auth","--token","§"]',
            r"[\"--token\", \"§\"]",
            "args:\n- --secret-key\n- §\n- --bucket\n",
            "juicefs auth myjfs --token \\\n  § \\\n  --bucket x",
        ),
        leaves=(
            "--token ${token} --bucket x",
            "--token value   the token of the file system",
            "--access-key and --secret-key are missing",
            "--token --bucket x",
            "--encrypt-rsa-key my-private.pem",
            "--authentication-token-webhook --authorization-mode Webhook",
            "--access-key-file /etc/x",
        ),
    ),
    "password": Examples(
        hides=(
            "META_PASSWORD=§ juicefs mount",
            "REDIS_PASSWORD: §",
            'export PGPASSWORD="§"',
            "host=10.0.0.1 user=juicefs password=§ sslmode=disable",
            "user=juicefs password='§' dbname=jfs",
            "Server=10.0.0.1;Pwd=§;Database=jfs",
            "jdbc:mysql://10.0.0.1:3306/db?user=u&password=§&useSSL=false",
            '{"passwd": "§", "user": "u"}',
            r"{\"password\":\"§\",\"user\":\"u\"}",
            "{'password': '§'}",
            "- name: REDIS_PASSWORD\n  value: §\n",
            '{"name":"REDIS_PASSWORD","value":"§"}',
            "Get envs in secret: {REDIS_PASSWORD: §}",
            "map[password:§ user:u]",
            "password: |\n  §\nuser: u",
            "password = §",
            "<password>§</password>",
            "&lt;password&gt;§&lt;/password&gt;",
            "password=\u201c§\u201d",
            "*password:* §",
            "\x1b[31mpassword\x1b[0m: §",
            "my password: §",
            "the password is § by the way",
            "密码：§，然后就报错了",
            "密码: §",
            "redis 的密码是§ 对吗",
            "口令：§",
            "MYSQL_PWD=§",
            "DB_PASS=§",
            "REDISCLI_AUTH=§ redis-cli",
            "--set redis.password=§,replicas=3",
        ),
        leaves=(
            "WRONGPASS invalid username-password pair or user is disabled.",
            "ERR invalid password",
            "ERR AUTH <password> called without any password configured",
            "FATAL: password authentication failed for user",
            "密码填了吗",
            "密码：填过了，不知道对不对",
            "password: ****",
            "REDIS_PASSWORD: xxxxx",
            "password: <redacted>",
            "password=&lt;redacted&gt;",
            "password: [hidden]",
            "password=${REDIS_PASSWORD}",
            "password=$REDIS_PASSWORD",
            "password: {password}",
            "password:\n  valueFrom:\n    secretKeyRef:\n      name: juicefs-secret\n      key: password",
            'password: ""',
            "password: null",
            "PWD=/app OLDPWD=/srv",
            "--- PASS: TestMount (0.01s)",
            "wrong password: permission denied by the server",
            "`wrong-password`: user name or password are wrong",
            "password-file: /etc/juicefs/password",
            "bypass: none",
        ),
    ),
    "token": Examples(
        hides=(
            "/usr/bin/juicefs auth myjfs --token=§ --bucket=b",
            "token: §",
            '"token":"§"',
            "X-Auth-Token: §",
            "AWS_SESSION_TOKEN=§",
            "https://robot.example.com/robot/send?access_token=§",
            "-o token=§,cache-size=1024",
            'secrets:<key:"token" value:"§" >',
            "kubectl create secret generic s --from-literal=token=§",
            "令牌：§",
        ),
        leaves=(
            "Failed to fetch configuration for volume 'myjfs', the token or volume is invalid.",
            "Invalid name or token: HTTP Error 404: Not Found",
            "failed to fetch anonymous token: unexpected status from GET request to https://auth.example.com: 401",
            'failed to fetch oauth token: Post "https://auth.example.com/token": dial tcp 10.0.0.1:443: i/o timeout',
            "--token=${token} --bucket=b",
            "--token=",
            "token:  1024 bytes",
            "token:   <set to the key 'token' in secret 'juicefs-abc-secret'>  Optional: false",
            "unmounted volumes=[data], unattached volumes=[default-token-2lx6j]: timed out",
            "automountServiceAccountToken: false",
            "- {name: token, valueFrom: {secretKeyRef: {name: juicefs-abc-secret, key: token}}}",
            "--token=/var/run/secrets/kubernetes.io/serviceaccount/token",
            "sources: [{serviceAccountToken: {path: token, expirationSeconds: 3607}}]",
            "csi.storage.k8s.io/serviceAccount.tokens",
            "Token has expired",
        ),
    ),
    "secret-key": Examples(
        hides=(
            "juicefs format --secret-key=§ ${metaurl} myjfs",
            '"secretkey":"§"',
            "secret-key: §",
            "aws_secret_access_key = §",
            "AWS_SECRET_ACCESS_KEY=§",
            "accessKeySecret: §",
            "client_secret=§&grant_type=client_credentials",
            "SLACK_SIGNING_SECRET=§",
            "map[metaurl:redis://10.0.0.1:6379/1 secretkey:§ storage:s3]",
            "密钥：§",
        ),
        leaves=(
            "--access-key= --secret-key=",
            "--secret-key=${secretkey} ${metaurl} myjfs",
            "secretKeyRef: {name: juicefs-abc-secret, key: secretkey}",
            '"SecretKey": "removed"',
            "Secrets contains keys [access-key bucket metaurl name secret-key storage]",
            "csi.storage.k8s.io/node-publish-secret-name: juicefs-secret",
            'MountVolume.SetUp failed for volume "c" : secret "juicefs-abc-secret" not found',
            "imagePullSecrets:\n- name: regcred",
            "secret: {secretName: juicefs-secret}",
            "existingSecret: juicefs-secret",
        ),
    ),
    "access-key": Examples(
        hides=(
            "--access-key=§ --secret-key=",
            "access-key: §",
            '"AccessKey": "§"',
            "aws_access_key_id = §",
            "https://b.oss.example.com/k?OSSAccessKeyId=§&Expires=1700000000",
        ),
        leaves=(
            "InvalidAccessKeyId: The access key id you provided does not exist in our records.",
            "--access-key=",
            "accessModes: [ReadWriteMany]",
        ),
    ),
    "api-key": Examples(
        hides=("x-api-key: §", '"apiKey":"§"', "API_KEY=§"),
        leaves=("apiVersion: v1", "the api key is missing"),
    ),
    "encryption-key": Examples(
        hides=('"EncryptKey": "§"', "JFS_RSA_KEY=§"),
        leaves=('"EncryptKey": "removed"', '"KeyEncrypted": true', "--encrypt-rsa-key=/root/my.pem"),
    ),
    "client-key": Examples(
        hides=("client-key-data: §", "private_key=§", "AccountKey=§;Suffix=a"),
        leaves=("client-certificate-data: bm90LXJlYWw=", "client-key: /etc/kubernetes/admin.key", "accountKeys: 3"),
    ),
}
