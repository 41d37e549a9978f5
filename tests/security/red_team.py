"""Secrets as people really paste them, beside the examples of the rules: what a red team would plant."""

from tests.security.red_team_engines import ENGINES, FORMS
from tests.security.red_team_form import BASE64, KEY_40, LONG, PEM, WORD, Kinds

CLOUDS: Kinds = {
    "AWS": (
        KEY_40,
        (
            "AWS_SECRET_ACCESS_KEY=§",
            "[default]\naws_secret_access_key = §\nregion = eu-west-1",
            "aws configure set aws_secret_access_key §",
            '{"AccessKeyId": "x", "SecretAccessKey": "§", "Expiration": "2026-08-01T00:00:00Z"}',
            "X-Amz-Security-Token: §",
        ),
    ),
    "AWS key id": ("AAAA0AAAA0AAAA0A", ("AWS_ACCESS_KEY_ID=AKIA§", "access key ASIA§ is not active")),
    "Alibaba": (
        "x" * 29 + "0",
        (
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET=§",
            "accessKeySecret: §",
            "ossutil config -e oss-cn-hangzhou.example.com -i LTAI5tAbc -k §",
            "AK: LTAI5tAbc SK: §",
            "ak=LTAI5tAbc,sk=§",
            "SecurityToken=§",
        ),
    ),
    "Alibaba key id": (
        "0aXXXXXXXXXXXXXXXX".replace("X", "x"),
        ("OSS_ACCESS_KEY_ID: LTAI§", "AccessKeyId LTAI§ is disabled"),
    ),
    "Tencent": (
        "x" * 31 + "0",
        ("TENCENTCLOUD_SECRET_KEY=§", "SecretKey: §", "coscmd config -a AKIDabc -s § -b b", "SecretId: AKID§"),
    ),
    "Huawei and others": (
        "x" * 39 + "0",
        ("HW_SECRET_KEY=§", "ak: abc\nsk: §", "UCLOUD_PRIVATE_KEY=§", "KSYUN_SK=§", "obsutil config -i=abc -k=§"),
    ),
    "Google": (
        PEM,
        ('{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n§\\n-----END PRIVATE KEY-----"}',),
    ),
    "Google token": ("x" * 35, ("GOOGLE_API_KEY=AIza§", "https://maps.example.com/api?key=AIza§")),
    "Azure": (
        "x" * 85 + "0==",
        (
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=§;EndpointSuffix=core.example.net",
            "AZURE_STORAGE_KEY=§",
            "az storage blob list --account-key §",
            "Endpoint=sb://a.example.net/;SharedAccessKeyName=Root;SharedAccessKey=§",
            "AZURE_CLIENT_SECRET=§",
        ),
    ),
    "MinIO": (
        "aaaa0xxxxxxxxxxx",
        (
            "MINIO_ROOT_PASSWORD=§",
            "mc alias set jfs http://minio:9000 minioadmin §",
            "mc config host add jfs http://minio:9000 minioadmin §",
            "MINIO_SECRET_KEY: §",
        ),
    ),
    "other services": (
        "x" * 40,
        (
            "npm_§",
            "hf_§",
            "sk_live_§",
            "glsa_§",
            "dop_v1_§",
            "sk-proj-§",
            "pypi-AgEI§",
            "DD_API_KEY=§",
            "sk-ant-api03-§",
        ),
    ),
}

LOGINS: Kinds = {
    "JWT": (
        "x" * 24 + ".eyJ" + "x" * 30 + "." + "x" * 40,
        ("Authorization: Bearer eyJ§", "token=eyJ§", "id_token: eyJ§", "https://a.example.com/cb?jwt=eyJ§&x=1", "eyJ§"),
    ),
    "PEM": (
        PEM,
        (
            "-----BEGIN RSA PRIVATE KEY-----\n§\n-----END RSA PRIVATE KEY-----",
            "  tls.key: |\n    -----BEGIN EC PRIVATE KEY-----\n    §\n    -----END EC PRIVATE KEY-----",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\r\n§\r\n-----END ENCRYPTED PRIVATE KEY-----",
        ),
    ),
    "kubeconfig": (
        LONG,
        (
            "users:\n- name: admin\n  user:\n    token: §",
            "users:\n- name: admin\n  user:\n    client-key-data: §",
            "- name: admin\n  user: {password: §, username: admin}",
            'user: {"exec": null, "id-token": "§", "refresh-token": "r"}',
            "kubectl --token=§ get pods",
            "kubectl --token § get pods",
            "kubectl config set-credentials admin --token=§",
            "kubectl --password § --username admin get pods",
        ),
    ),
    "docker": (
        BASE64,
        (
            '{"auths":{"registry.example.com":{"auth":"§"}}}',
            '{"auths":{"registry.example.com":{"identitytoken":"§"}}}',
            '{"auths":{"r.example.com":{"username":"u","password":"§"}}}',
            '{"auths":{"r.example.com":{"registrytoken":"§"}}}',
            "  .dockerconfigjson: eyJhdXRocyI6§",
        ),
    ),
    "registry": (
        WORD,
        (
            "docker login -u me -p § r.example.com",
            "docker login --username me --password § r.example.com",
            "nerdctl login -u me -p § r.example.com",
            "podman login -u me -p § r.example.com",
            "helm registry login -u me -p § r.example.com",
            "crictl pull --creds me:§ r.example.com/juicedata/mount:a",
            "skopeo inspect --creds me:§ docker://r.example.com/a",
            "ctr images pull --user me:§ r.example.com/a",
            "kubectl create secret docker-registry r --docker-username=me --docker-password=§",
        ),
    ),
    "basic auth": (
        WORD,
        (
            "curl -u me:§ https://a.example.com",
            "curl --user me:§ https://a.example.com",
            "curl https://me:§@a.example.com/x",
            "wget --user=me --password=§ https://a.example.com",
            "wget --http-password=§ https://a.example.com",
            "machine a.example.com login me password §",
            "redis.infra:5432:juicefs:me:§",
            "http://me:§@proxy.example.com:3128",
            "https_proxy=http://me:§@10.0.0.9:3128",
        ),
    ),
    "basic header": (BASE64, ("Authorization: Basic §", "proxy-authorization: basic §", "-H 'Authorization: Basic §'")),
    "cookie": (
        LONG,
        (
            "Cookie: session=§; theme=dark",
            "Set-Cookie: sid=§; Path=/; HttpOnly",
            "curl -b 'session=§' https://a.example.com",
            "curl --cookie session=§ https://a.example.com",
            '{"headers": {"cookie": "session=§"}}',
            '"Cookie": "a=b; session=§"',
            "JSESSIONID=§",
        ),
    ),
    "web": (
        LONG,
        (
            "https://a.example.com/cb?access_token=§&state=1",
            "refresh_token=§",
            "otpauth://totp/a?secret=§&issuer=b",
            "https://oapi.example.com/robot/send?access_token=§",
            "X-Api-Key: §",
            "PRIVATE-TOKEN: §",
            "X-Vault-Token: §",
            "grant_type=client_credentials&client_id=a&client_secret=§",
            "api_secret=§",
            "app_secret: §",
            "webhook_secret: §",
        ),
    ),
}

RED_TEAM: Kinds = {**CLOUDS, **LOGINS, **ENGINES, **FORMS}
