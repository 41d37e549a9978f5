"""Secrets that are known by the command or the file that they stand in: hidden, and left."""

from tests.core.redaction.example import Examples

BY_COMMAND: dict[str, Examples] = {
    "command-password": Examples(
        hides=(
            "redis-cli -h 10.0.0.1 -p 6379 -a § ping",
            "redis-cli --pass § ping",
            "mysql -h 10.0.0.1 -uroot -p§ -P3306 juicefs",
            "curl -sv -u me:§ https://registry.example.com/v2/",
            "docker login -u me -p § registry.example.com",
            "nerdctl login -u me -p § registry.example.com",
            "podman login -u me -p § registry.example.com",
            "helm registry login -u me -p § registry.example.com",
            "ossutil config -e oss.example.com -i a -k §",
            "obsutil config -i=a -k=§",
            "coscmd config -a a -s § -b b",
            "mc alias set jfs http://minio:9000 minioadmin §",
            "aws configure set aws_secret_access_key §",
            "sshpass -p § ssh node-b",
        ),
        leaves=(
            "redis-cli -h 10.0.0.1 -p 6379 ping",
            "mysql -h 10.0.0.1 -u root -P 3306",
            "curl -sv https://registry.example.com/v2/",
            "docker login registry.example.com",
            "redis-cli ping | grep -a PONG",
            "mc alias list",
            "aws configure set region eu-west-1",
        ),
    ),
    "option-login": Examples(
        hides=(
            "ctr images pull --user me:§ registry.example.com/a",
            "crictl pull --creds me:§ registry.example.com/a",
            "skopeo copy --src-creds=me:§ docker://registry.example.com/a dir:a",
        ),
        leaves=(
            "docker run --user 1000:1000 juicedata/mount:a",
            "--user=system:serviceaccount:kube-system:juicefs-csi-node-sa",
            "--user juicefs",
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
            "I sent AUTH § to it",
        ),
        leaves=(
            "ERR AUTH <password> called without any password configured for the default user",
            "NOAUTH Authentication required.",
            "ERR wrong number of arguments for 'auth' command",
            "requirepass is not set",
            "AUTH failed",
            "send AUTH before anything else",
            "AUTH failed for 10.0.0.1:6379",
            "sent AUTH to redis-0.redis.infra:6379",
            "/usr/bin/juicefs auth myjfs",
        ),
    ),
    "acl-password": Examples(
        hides=("user default on >§ ~* +@all", "ACL SETUSER juicefs on >§ ~*"),
        leaves=("it depends on >=1.2.3", "works on >100 nodes"),
    ),
    "netrc": Examples(
        hides=("machine a.example.com login me password §",),
        leaves=("login with your password, please", "the login me is unknown"),
    ),
    "pgpass": Examples(
        hides=("10.0.0.1:5432:juicefs:me:§",),
        leaves=("dial tcp 10.0.0.1:5432: connect: connection refused", "0.0.0.0:5432->5432/tcp"),
    ),
    "sql-password": Examples(
        hides=(
            "CREATE USER juicefs IDENTIFIED BY '§'",
            'CREATE USER juicefs IDENTIFIED BY "§"',
            "ALTER USER juicefs IDENTIFIED WITH mysql_native_password BY '§'",
            "ALTER ROLE juicefs WITH PASSWORD '§'",
            "SET PASSWORD FOR 'juicefs'@'%' = '§'",
        ),
        leaves=("identified by its uid", "FATAL: password authentication failed for user 'juicefs'"),
    ),
    "openssl-password": Examples(
        hides=("openssl rsa -in my.pem -passin pass:§ -out o.pem", "openssl enc -pass pass:§"),
        leaves=("openssl rsa -in my.pem -passin env:PASS", "bypass: none"),
    ),
    "dockerfile-secret": Examples(
        hides=("ENV REDIS_PASSWORD §", "FROM juicedata/mount\nENV MY_TOKEN §"),
        leaves=("ENV TOKEN_PATH /run/secrets/token1", "ENV PATH /usr/bin", "the env TOKEN is read"),
    ),
}
