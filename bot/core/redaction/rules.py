r"""What counts as a secret: one table, a row for each kind.

A row is tried wherever one of its hints stands, from the hint on (or from the start of the word or line that the hint
is in); hints are lower case and found in the lowered text.  The group named `value…` is what gets hidden.

To add a kind, add a row here and say in `tests/core/redaction/examples_by_….py` what it hides and what it must leave.
Keep loops possessive (`*+`, `++`) or bounded, see `bot.core.redaction.grammar`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.redaction.command_lines import ARGUMENTS, ARGUMENTS_HINTS, CURL_COOKIE, OPENSSL, OPTION_LOGIN
from bot.core.redaction.grammar import assigned, flag
from bot.core.redaction.pasted_secret import JSON_DATA, JSON_ITEM, YAML_DATA, YAML_ITEM, in_json_secret, in_yaml_secret
from bot.core.redaction.urls import LOGIN, LOGIN_PROBE, URL, URL_CUT

_WORD = " \t\r\n\"'`<"
_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of secret: its name for people, where to look, and what to hide there."""

    name: str
    hints: tuple[str, ...]
    pattern: str
    back_to: str = ""
    """Begin behind the nearest of these characters before the hint, instead of at the hint."""
    probe: str = ""
    """For a hint that is too common: try where this pattern is found, instead of where the hint is."""
    each: str = ""
    """Hide only these parts of the value, each in a `value…` group of its own."""
    holds: Callable[[str, re.Match[str]], bool] | None = None
    """What a pattern cannot tell: given the text and the match, whether it is a secret at all."""


def _keys(name: str, hints: str, *keys: str) -> Rule:
    """A value given to one of `keys`, patterns that begin with a hint."""
    return Rule(name, tuple(hints.split()), assigned(*keys))


def _prefixed(name: str, prefixes: str, rest: str, hints: str = "") -> Rule:
    """Tokens that say themselves what they are; the prefix stays, so that a person knows which one to revoke.

    `hints` is what several prefixes begin with: to look for few words is quicker than for many.
    """
    starts = "|".join(map(re.escape, prefixes.split()))
    return Rule(name, tuple((hints or prefixes).lower().split()), rf"(?a:\b(?:{starts})(?P<value>{rest})(?!\*))")


_PEM_LINE = "\n"
_PEM_END = r"(?:\n[ \t]*+[a-z0-9+/=]{16,}+)?+"
_PEM = (
    r"(?i:-----begin [a-z0-9 ]{0,40}private key[a-z ]{0,20}-----(?:\\n|\s)*+"
    r"(?:(?P<value>[^-]*+(?:-(?!----)[^-]*+)*+)(?=-----end [a-z0-9 ]{0,40}private key)"
    rf"|(?P<value_cut>(?:{_PEM_LINE}(?=\n|\Z)|[a-z0-9+/=\\]{{16,}}+)(?:\n{_PEM_LINE}(?=\n|\Z))*+{_PEM_END})))"
)
_PEM_IN_BASE64 = "LS0tLS1CRUdJTiB"  # "-----BEGIN " and the first bits of what follows
_PRIVATE_IN_BASE64 = r"(?:SU0EgUFJJ|QUklW|FQyBQUklW|PUEVOU1NI|FTkNSWVBURUQg)"  # RSA, none, EC, OPENSSH, ENCRYPTED
_BASE64_LINES = r"[A-Za-z0-9+/=]{8,}+(?:\s{1,40}+(?=[A-Za-z0-9+/]{40})[A-Za-z0-9+/=]++)*+"
_URL_IN_BASE64 = "cmVkaXM6Ly cmVkaXNzOi8v bXlzcWw6Ly cG9zdGdyZXM6Ly dGlrdjovL"  # redis:// rediss:// mysql:// …

_AUTHORIZATION = (
    r"(?i:authorization[\\\"']{0,4}+[ \t]{0,8}+[:=][ \t]{0,8}+[\\\"'\[]{0,4}+"
    r"(?:(?:bearer|basic|token|digest|negotiate|apikey|aws|oss)[ ]++(?P<value>[^\s\"'\\\],]++)"
    r"|(?P<value_raw>[^\s\"'\\\],=-]{16,}+=*+)))"
)
_COOKIE_JSON = r"(?i:cookie\\{0,3}\"[ ]?:[ ]?\[?\\{0,3}\")(?P<value>[^\"\n\\]++)"
_BEARER = r"(?i:bearer[ ]{1,4}+(?=[a-z._~+/-]{0,200}+[0-9])(?P<value>[\w.~+/-]{12,}+=*+))"
_STRONG = r"(?=[^\s0-9]{0,80}+[0-9])(?=[^\sA-Za-z]{0,80}+[A-Za-z])"
"""With a digit and a letter, as secrets have them and most words do not."""
_RANDOM = rf"{_STRONG}(?=[^\sA-Z]{{0,80}}+[A-Z])(?=[^\sa-z]{{0,80}}+[a-z])"
_SAID = r"(?!(?i:is|was|not|and|or|in|fail\w{0,20}|error|required|command)\b)"
_REDIS_AUTH = (
    rf"(?:(?i:requirepass|masterauth|auth-pass[ ][\w.-]++)[\\\"', ]{{1,4}}+{_SAID}(?P<value>[^\s\"'\\]++)"
    r"|(?:(?<=> )(?i:auth)|(?:(?<![^\n\"'`])|(?<=[ ]{2})|(?<=\t))AUTH)[ ](?:default[ ])?"  # a line of a session
    rf"{_SAID}(?P<value_line>[^\s\"'`]++(?:[ ][^\s\"'`]++)?)[ \t]*+(?=[\n\"'`]|\Z)"
    r"|(?:(?<=> )(?i:auth)|(?<![A-Za-z0-9_-])AUTH)[ ]"  # within a sentence: with a digit
    rf"(?:(?:default[ ])?(?=[^\s0-9]{{0,200}}+[0-9])|{_SAID}[\w.-]{{1,64}}[ ]{_RANDOM})"
    r"(?P<value_inline>[!-+.-~-]{6,}+))"
)
_SQL = (
    r"(?i:(?:identified (?:by|with \w{1,40} (?:by|as))|password|(?<=set )password for[ ]\S{1,128}[ ]=)[ ]+"
    r"(?:'(?P<value>[^'\n]++)|\"(?P<value_double>[^\"\n]++)))"
)
_SK = (
    r"(?i:(?<![a-z0-9])sk[\"'\\]{0,4}+[ \t]{0,4}+(?:[:=：]|是|为)[ \t]{0,4}+[\"'\\]{0,4}+)"
    rf"{_STRONG}(?P<value>[A-Za-z0-9+/=_-]{{16,}}+)"
)
_NO_NAME = r"(?=[a-z0-9+/_-]{0,60}+[A-Z])(?=[A-Z0-9+/_-]{0,60}+[a-z])(?=[A-Za-z+/_-]{0,60}+[0-9])"
_SECRET = (  # a Secret's name has no capitals
    rf"(?i:(?<![a-z0-9])secret[\"'\\]{{0,4}}+[ \t]{{0,4}}+[:=：][ \t]{{0,4}}+[\"'\\]{{0,4}}+){_NO_NAME}"
    r"(?P<value>[A-Za-z0-9+/=_-]{16,}+)"
)
_SAID_PLAINLY = (
    r"(?i:token|passw(?:or)?d|passphrase|secret[ ]key|access[ ]key)[ ]"
    rf"{_RANDOM}(?P<value>[^\s.,;:()\"'`{{}}<>\[\]/|]{{10,}}+)(?=[\s,;]|\Z)"
)
_SAID_IN_CHINESE = rf"(?:密码|口令|密钥|秘钥|令牌)[ \t]?{_STRONG}(?P<value>[!-~]{{6,}}+)"
_SHORT_NAME = (
    r"(?<![A-Za-z])(?:pw|PW|pass|credentials|CREDENTIALS)(?:=|:[ ])(?!/)"
    rf"{_STRONG}(?:[\w.-]{{1,64}}+:(?=\S))?+(?P<value>[^\s\"',;:]{{6,}}+)"
)
_DOCKERFILE = (
    rf"(?<![A-Za-z0-9_])ENV[ ]\w{{0,60}}?(?:PASS|PASSWORD|PASSWD|TOKEN|SECRET|_KEY)[ ]{_STRONG}(?P<value>\S++)"
)
_SESSION = r"(?i:sess(?:ion)?[_-]?id)=(?=[^\s0-9]{0,80}+[0-9])(?P<value>[\w.%+/=-]{16,}+)"
_GITHUB = "ghp_ gho_ ghs_ ghu_ ghr_ github_pat_"
_GITLAB = "glpat- gldt- glrt- glptt- glcbt-"
_SERVICES = "sk_live_ sk-proj- sk-ant- glsa_ dop_v1_ pypi-"

_OWNERS = ("client", "signing", "app", "api", "consumer", "webhook", "access", "key", "oss", "cos", "aws")
_OWNED = "|".join(f"(?<={owner}{joint})" for owner in _OWNERS for joint in ("", "_", "-"))
_SHORT = r"(?<![a-z])pass(?=\\?[\"']?=|\\?[\"'][ ]?:)|(?<=[_-])pass"
_STEMS = "pass pw redis_auth rediscli_auth 密码 口令"
_PASSWORDS = ("password", "passwd", "passphrase", r"pwd(?!=/)", _SHORT, "redis(?:cli)?_auth", "密码", "口令")
_FLAGS = (
    *("password", "passwd", "passphrase", "token", "client-secret", "encrypt-rsa-key", "account-key"),
    *("secret-key", "access-key", "secretkey", "accesskey", "secret-key2", "access-key2", "secretkey2", "accesskey2"),
)
_ALNUM = "[A-Za-z0-9]"

RULES: tuple[Rule, ...] = (
    Rule("private-key", ("-----begin ",), _PEM),
    _prefixed("private-key-base64", _PEM_IN_BASE64, _PRIVATE_IN_BASE64 + _BASE64_LINES),
    Rule("kubernetes-secret", ("data:\n", "data: \n"), YAML_DATA, _LINE, each=YAML_ITEM, holds=in_yaml_secret),
    Rule("kubernetes-secret-json", ('"data', '"stringdata'), JSON_DATA, each=JSON_ITEM, holds=in_json_secret),
    Rule("url-password", ("://",), URL),
    Rule("url-password-cut", ("://",), URL_CUT),
    _prefixed("url-base64", _URL_IN_BASE64, r"[A-Za-z0-9+/]{4,}+=*+"),
    Rule("login", ("@",), LOGIN, _WORD, probe=LOGIN_PROBE),
    Rule("authorization", ("authorization",), _AUTHORIZATION),
    Rule("bearer-token", ("bearer ",), _BEARER),
    Rule("basic-login", ("basic ",), r"[Bb]asic[ ](?P<value>[A-Za-z0-9+/]{6,}+={1,2}+)"),
    Rule(
        "docker-login",
        ('"auth',),
        r"(?i:\"auth\\{0,3}\"\s*+:\s*+\\{0,3}\")(?=[a-z]{0,200}+[A-Z0-9+/=])(?P<value>[\w+/=]{4,}+)",
    ),
    Rule("cookie", ("cookie",), r"(?i:cookie: )(?P<value>[^\n\"']++)"),
    Rule("cookie-json", ("cookie",), _COOKIE_JSON),
    Rule("curl-cookie", ("curl ",), CURL_COOKIE),
    Rule("session-id", ("sess",), _SESSION),
    Rule("jwt", ("eyj",), r"(?a:\beyJ(?P<value>[\w+/=-]{16,}+(?:\.[\w-]*+){0,4}+))"),
    _prefixed("aws-key-id", "AKIA ASIA", r"[A-Z0-9]{12,20}(?![A-Za-z0-9])", "aki asia"),
    _prefixed("aliyun-key-id", "LTAI", rf"{_ALNUM}{{12,30}}(?!{_ALNUM})"),
    _prefixed("tencent-key-id", "AKID", rf"{_ALNUM}{{28,36}}(?!{_ALNUM})", "aki"),
    _prefixed("google-key", "AIza", r"[\w-]{30,45}"),
    _prefixed("google-token", "ya29. GOCSPX-", r"[\w.-]{20,}+"),
    Rule("slack-token", ("xox", "xapp-"), r"(?a:\b(?:xox[a-z][-.]|xapp-)(?P<value>[\w.%+/-]{8,}+))"),
    _prefixed("github-token", _GITHUB, r"\w{20,}+", "gh github_pat_"),
    _prefixed("gitlab-token", _GITLAB, r"[\w.-]{16,}+", "gl"),
    _prefixed("docker-token", "dckr_pat_ dckr_oat_", r"[\w-]{16,}+"),
    _prefixed("service-token", _SERVICES, rf"{_STRONG}[\w-]{{20,}}+", "sk gl dop_v1_ pypi-"),
    _prefixed("package-token", "npm_ hf_", rf"{_STRONG}{_ALNUM}{{30,}}+"),
    _prefixed("vault-token", "hvs. hvb.", r"[\w-]{20,}+"),
    _prefixed(
        "webhook",
        "hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/ "
        "/bot/v2/hook/ /webhook/send?key=",
        r"[\w/-]{8,}+",
    ),
    Rule("ceph-key", ("aq",), r"AQ(?P<value>[A-Za-z0-9+/]{36}==)", probe=r"AQ[A-Za-z0-9+/]{36}=="),
    Rule(
        "signature", ("signature=", "sig=", "sign="), r"(?i:(?:signature|(?<=[?&;])sign?)=(?P<value>[\w%.~+/=-]{6,}+))"
    ),
    Rule("key-in-signature", ("credential",), r"(?i:credential=(?P<value>[\w.~+-]{6,}+))"),
    Rule("command-password", ARGUMENTS_HINTS, f"(?:{ARGUMENTS})"),
    Rule("option-login", ("creds", "--user"), OPTION_LOGIN),
    Rule("redis-auth", ("requirepass", "masterauth", "auth-pass ", "auth "), _REDIS_AUTH),
    Rule("acl-password", ("on >",), r"(?<=[ ])on[ ]>(?![=0-9.]{1,20}[A-Za-z%]{0,3}(?:\s|\Z))(?P<value>\S{6,}+)"),
    Rule("netrc", ("login ",), r"login[ ]\S{1,128}+\s{1,8}+password[ ](?P<value>\S++)"),
    Rule("pgpass", (":5432:",), r":5432:[\w.*-]{1,63}+:[\w.*-]{1,63}+:(?P<value>\S++)"),
    Rule(
        "sql-password",
        ("identified ", "pass"),
        _SQL,
    ),
    Rule("openssl-password", ("pass",), OPENSSL),
    Rule("dockerfile-secret", ("env ",), _DOCKERFILE),
    Rule("sk", ("sk",), _SK),
    Rule("secret", ("secret",), _SECRET),
    Rule("passphrase", ("passphrase",), r"(?im:(?<![a-z)] )passphrase:[ ](?P<value>(?![\"'|>{\[$<])[^\n,}]++))"),
    Rule("option", ("--",), flag(*_FLAGS)),
    _keys("password", _STEMS, *_PASSWORDS),
    _keys("token", "token 令牌", "token", "令牌"),
    _keys(
        "secret-key",
        "secret 密钥 秘钥 密匙",
        r"secret[_ -]?(?:access[_ -]?)?key(?:[_-]?base)?",
        r"secret[_-]?id",
        rf"(?:{_OWNED}|(?<=[?&]))secret",
        *("密钥", "秘钥", "密匙"),
    ),
    _keys("access-key", "access", r"(?<!invalid)access[_ -]?key(?:[_ -]?id)?"),
    _keys("api-key", "apikey api-key api_key", r"api[_-]?key"),
    Rule("short-name", ("pw", "pass", "credential"), _SHORT_NAME),
    Rule(
        "said-plainly",
        ("token", "pass", "secret", "access"),
        _SAID_PLAINLY,
    ),
    Rule("said-in-chinese", ("密码", "口令", "密钥", "秘钥", "令牌"), _SAID_IN_CHINESE),
    _keys("encryption-key", "encrypt rsa", r"encrypt(?:ion)?[_-]?key", "rsa[_-]?key"),
    _keys(
        "client-key",
        "client-key-data private account storage_key",
        "client-key-data",
        "storage_key",
        "private[_-]?(?:key|token)",
        "account[_-]?key",
    ),
)
"""In the order in which people are told; where two rows find the same secret, the upper one counts."""
