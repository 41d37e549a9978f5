r"""How programs take secrets on their command lines: after which option, at which place.

Each command is read to its end whether or not it holds a secret, so that a line of a thousand commands is read once.
Loops are possessive or lazy within one command, see `bot.core.redaction.grammar`.
"""

_REST = r"[^\n|;]*+"
_WORD = r"(?:\"[^\"\n]*+|'[^'\n]*+|[^\s\"'|;]++)"
_LOGIN = r"[\"']?(?![0-9]{1,10}:[0-9]{1,10}(?:\s|\Z))(?!system:)[^\s:\"'@/]{1,64}+:"
"""A user's name before a password; not `1000:1000`, the ids that a container runs as."""


def _after(start: str, option: str, name: str, value: str = _WORD) -> str:
    """`start … option VALUE`: the value in the group `value_<name>`."""
    return rf"{start}(?:[^\n|;]*?(?<=\s)(?:{option})(?P<value_{name}>{value})|{_REST})"


ARGUMENTS = "|".join(
    (
        _after(r"redis-cli\b", r"(?:-a|--pass)[ =]", "redis"),
        _after(r"mysql(?:dump|admin)?[ ]", "-p", "mysql"),
        _after("curl[ ]", rf"(?:-u|--user)[ =]?{_LOGIN}", "curl"),
        _after(r"(?:(?<=docker )|(?<=nerdctl )|(?<=podman )|(?<=registry ))login[ ]", "-p[ =]?", "login"),
        _after("sshpass[ ]", "-p[ ]?", "ssh"),
        _after("(?:(?<=oss)|(?<=obs))util", "-k[ =]", "oss"),
        _after("coscmd[ ]", "-s[ ]", "cos"),
        rf"mc (?:alias set|config host add)[ ]++[^\s;|]++[ ]++[^\s;|]++[ ]++[^\s;|]++[ ]++(?P<value_mc>{_WORD})",
        rf"configure set [\w.-]*(?:secret|token)[\w.-]*+[ ]++(?P<value_aws>{_WORD})",
    )
)
ARGUMENTS_HINTS = (
    *("redis-cli", "mysql", "curl ", "login ", "sshpass ", "util", "coscmd "),
    *("mc alias set", "mc config host add", "configure set "),
)

OPTION_LOGIN = rf"(?:(?<=[-ct]-)creds|--user)[ =]{_LOGIN}(?P<value>{_WORD})"
"""`--user root:…`, `--creds me:…`, `--dest-creds me:…`."""

OPENSSL = (
    r"(?:(?<=-pass )|(?<=-passin )|(?<=-passout )|(?<=-pass ['\"])|(?<=-passin ['\"])|(?<=-passout ['\"]))"
    r"pass:(?P<value>[^\s\"']++)"
)

CURL_COOKIE = (
    r"curl[ ](?:[^\n|]*?(?<=\s)(?:-b|--cookie)[ =]?"
    r"(?:\"(?P<value_double>[^\"\n]*+)|'(?P<value_single>[^'\n]*+)|(?P<value>[^\s\"'=|]++=[^\s\"'|]++))|[^\n|]*+)"
)
