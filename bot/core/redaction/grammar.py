r"""How secrets are written: the pieces that the patterns of `bot.core.redaction.rules` are put together from.

Every loop here is possessive (`*+`) or bounded, so that no text, however built, makes a pattern go back over it.  Each
piece that captures a secret does so in a group called `value…`; a pattern may hold several, of which one matches.
"""

_CJK = r"\u3000-\u303f\u4e00-\u9fff\uff01-\uff65"
_ANSI = r"\x1b\[[0-9;]{0,8}m"
_SOFT = "[,;:&)\\]}\"'`\u201d\u2019]"
"""Characters that end a bare value only when what follows shows it: passwords hold them too."""
_ENDS = r"""(?:[\s,;:&)\]}"'`<\u201d\u2019]|\Z|(?:amp;)?[\w.-]{1,40}+["']?[=:])"""
_CORE = rf"[^\s,;:&)\]}}\"'`\\\u201d\u2019{_CJK}]"
_BACKSLASH = r"""\\(?![nrt"'\\])"""

_REST = rf"{_CORE}*+(?:(?:{_SOFT}(?!{_ENDS})|{_BACKSLASH}){_CORE}*+)*+"
BARE = rf"(?P<value_bare>\*{{3,}}+(?!{_CORE})|{_REST})"
"""A value without quotes: to the blank, or to a mark of punctuation behind which the value cannot go on."""

_QUOTED = (
    r'"(?P<value_double>[^"\\\n]*+(?:\\.[^"\\\n]*+)*+)',
    r'\\{1,3}+"(?P<value_escaped>[^"\\\n]*+(?:(?:\\\\\\"|\\(?!\\{0,2}"))[^"\\\n]*+)*+)',
    r"\$?'(?P<value_single>[^'\\\n]*+(?:(?:\\.|'')[^'\\\n]*+)*+)",
    "[\u201c\u2018](?P<value_smart>[^\u201d\u2019\"'\\n]*+)",
    r"`(?P<value_tick>[^`\n]*+)",
)
_BLOCK = r"[|>][+-]?[0-9]?[ \t]*\n(?P<margin>[ \t]+)(?P<value_block>\S[^\n]*+(?:\n(?P=margin)[ \t]*+\S[^\n]*+)*+)"
QUOTED = "(?:" + "|".join(_QUOTED) + ")"
"""A value in quotes of any kind: JSON's, JSON within JSON, a shell's, a word processor's, Slack's.  May be cut off."""

VALUE = rf"(?:!![a-z]{{1,8}}[ ])?(?:{QUOTED}|{_BLOCK}|(?![{{\[(](?:[\s\"'\\{{\[]|\Z))(?![{_CJK}]){BARE})"
"""Any value: quoted, a block of YAML, or bare.  Not the start of a nested object, nor Chinese prose."""

_CLOSERS = rf"(?:[\\\"'`*_\u201c\u201d\u2019]|{_ANSI}){{0,6}}+"
_SUFFIX = r"(?:[_-]?(?:[0-9]{1,2}|value|b64|base64|plain(?:text)?))?+"
_PAIR = r"[,\s][\s,]{0,40}+[\\\"']{0,4}+value[\\\"']{0,4}+[ \t]{0,8}+:[ \t]{0,8}+"
"""From a name to its value in a list of pairs: Kubernetes' env in YAML and JSON, protobuf's text form."""
_EQUALS = r"(?:(?:={1,2}|:=|=>)(?=\S)|[ \t]{1,8}(?:={1,2}|:=|=>)[ \t]{1,8}+)"
_COLON = rf"[ \t]{{0,8}}+[是为]?[:：](?:{_ANSI}|[*_]){{0,3}}+(?:\s{{0,40}}+(?=\\{{0,3}}\")|[ \t]{{0,40}}+)"
_ERRORS = r"unauthorized|forbidden|denied|expired|invalid|empty|missing|required|timeout|refused|\w{0,20}error|eof"
_A_DIGIT = r"(?=[^\s0-9]{0,200}+[0-9])"
_NO_NUMBER = r"(?![0-9]{1,3}(?![^\s,.;]))(?![0-9]{1,3}(?:\.[0-9]{1,3}){3})"  # neither a status code nor an address
_A_LETTER = rf"(?=[^\sa-z{_CJK}]{{0,200}}+[a-z])"
_MIXED = rf"{_A_DIGIT}{_NO_NUMBER}(?:{_A_LETTER}|(?=[0-9]{{4}}))"
_A_SIGN = r"(?=[\w./-]{0,200}+[!@#$%^&+=?~*])"
_LAST = rf"(?=\S{{1,200}}+[ \t]{{0,8}}$)(?!(?:{_ERRORS})\b)"
_PREFIX = r"(?:[a-z]{1,40}+|x509|http2|oauth2):(?:\s|\Z)"  # of a message within a message
_TOLD = rf"(?!{_PREFIX})(?:{_MIXED}|{_A_SIGN}|{_LAST})"
"""What must follow `… password: ` inside a sentence: `invalid token: HTTP Error 404` is a message, not a secret."""
_IS = rf"(?:[ ](?:is|was)[ ]|[ ]?(?:是|为))[ \t]{{0,4}}+(?=[\"'`]?[!-~]{{6}}){_A_DIGIT}{_A_LETTER}"


def assigned(*keys: str) -> str:
    """The pattern of a value given to one of `keys`, in any notation: `k=v`, YAML, JSON, env, XML, a sentence.

    It begins at the key, whatever stands before it (`REDIS_password`).  In a sentence only clear assignments count.
    """
    key = "|".join(keys)
    joints = f"{_EQUALS}|(?P<colon>(?P<code>(?<=`))?+{_COLON})|{_PAIR}|{_IS}"
    prose = rf"(?(colon)(?(prose){_TOLD}|(?(code){_TOLD})))"
    tag = r"(?:>|&gt;)(?P<value_tag>[^<>&\s]++)(?=(?:<|&lt;)/)"
    told = r"(?>(?P<prose>(?<=[a-z):*][ ])(?<!\bmy[ ])(?<!\bour[ ])(?<!\bwith[ ])|(?<=/))|)"
    return rf"(?im:{told}(?:{key}){_SUFFIX}(?:{tag}|{_CLOSERS}(?:{joints}){prose}{VALUE}))"


def flag(*endings: str) -> str:
    """The pattern of a value that follows a long option as a word of its own, on a command line or in an argv list."""
    ends = "|".join(f"(?<={end})" for end in endings)
    words = r"(?!(?:is|are|was|or|and|not|option|flag|to|for|in|must|from|with|requires?|value|string)\b)(?!-)"
    joints = (
        r"[ \t]{1,40}+(?:\\\n[ \t]*+)?",  # a command line, perhaps broken with a backslash
        r"\\{0,3}[\"'],\s{0,40}+(?=\\{0,3}[\"'])",  # a list in JSON
        r"[\"']?[ \t]*\n[ \t]*-[ ](?!-)",  # a list in YAML
        r"\n(?=\S{0,200}[0-9])",  # a line that was wrapped between words
    )
    return rf"(?i:(?<![\w-])--[\w-]{{1,60}}+(?:{ends})(?:{'|'.join(joints)}){words}{VALUE})"


_NAMES = "|".join(
    word for name in ("pass", "pwd", "token", "secret", "key", "auth", "cred", "meta") for word in (name, name.upper())
)
_ROOTS = "var|run|etc|root|home|tmp|opt|usr|mnt|data|secrets?"
LEAVE = "|".join(
    (
        r"[*\s\\.]+",  # hidden already
        r"\*+\w+\*+",  # ***stripped***, as CSI's protosanitizer writes
        r"[xX]{3,}|\u2026|-+|_+|~|%\w|%\(\w+\)s",
        rf"\$(?=[\w.-]{{0,60}}?(?:{_NAMES}))[\w.-]+",
        r"(?i:redacted|masked|hidden|removed|stripped|none|null|nil|true|false|undefined|empty|unset|value|string)\.?",
        rf"(?:file://)?/(?:{_ROOTS})/[\w./-]*",
        r"[\w./-]+\.(?:pem|key|crt|json|ya?ml|conf|txt)",
        r"[a-z][a-z0-9+]{1,16}(?:\[s\])?://\S*",  # a URL's own rows decide
    )
)
"""A value that is no secret: hidden by others, a variable, a word for nothing, a path, a URL."""

LEAVE_FROM = (
    r"<[^<>\n]*>|&lt;[^&\n]*&gt;|\[[\w .-]*\]|\([\w ]*\)"
    r"|\$\{[^{}\n]*\}|\$\([^()\n]*\)|\{{1,2}[^{}\n]*\}{1,2}"
    r"|[0-9]+ bytes"  # kubectl describe secret
)
"""A placeholder that may go on behind the value: `<set to the key 'token' in secret 'x'>`, `{metaurl}`, `35 bytes`."""
