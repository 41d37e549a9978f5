r"""How credentials stand in addresses: URLs of any scheme, the DSN of MySQL, and the halves that pasting leaves.

A password may hold `@`, `/` and `:` although a URL may not, so what follows decides where it ends: at the first `@`
that has a host with a port behind it, else at the last before the path, else at the last of all.  Digits behind a
host's colon are a port (`docker-pullable://registry:5000/image@sha256:…` has no password).
"""

_HOST = (
    r"(?:(?!sha\d)[\w.-]{1,255}+(?:,[\w.-]{1,255}+){0,20}+:\d{1,5}(?![^\s/,?#;&|<>()\[\]{}\"'`.*\\])"
    r"|\[[0-9a-fA-F:]{2,45}\]|(?:tcp|unix)?\([\w.:/-]|/[\w./-]{1,200}+(?<=\.sock))"
)
_PORT = r"(?!\d{1,5}(?:[/?#,;\"'`)\]}\s]|\Z)(?![^\s\"@:]{0,128}+@(?!sha\d)[\w.-]{1,80}+:\d))"
_ANY = r"(?:[^\s\":]|:(?!//))"

URL = (
    rf"://[^\s:/\"'<>\[]*+:(?!\*{{1,40}}@)(?:(?<=://:)|{_PORT})"
    rf"(?:(?P<value>{_ANY}+?)@(?={_HOST})"
    r"|(?P<value_before_path>[^\s/\"<>]+)@(?!sha\d)"
    rf"|(?P<value_with_slash>{_ANY}+)@(?!sha\d))"
)

_ENGINES = "|".join(f"(?<={scheme})" for scheme in ("redis", "rediss", "mysql", "postgres", "tikv", "etcd"))
_NO_PORT = r"(?!\d{1,5}(?:\W|\Z))(?!(?i:port)\b)"
_NAMES = r"(?:default|root|admin|juicefs|user(?:name)?)"

URL_CUT = (
    rf"(?:(?:{_ENGINES})://[^\s:@/\"'<>\[,]*+:{_NO_PORT}(?P<value>[^\s@\"'<>`]{{2,}}+)(?!@)"
    rf"|(?:(?<=redis)|(?<=rediss))://(?!{_NAMES}@)(?P<value_alone>[^\s:@/\"'<>,\[]{{1,256}}+)@(?=[\w\[]))"
)
"""A metadata engine's URL cut off inside the password, and Redis' frequent mistake: a password without its colon."""

_WORD = r"(?:[^\s:]|:(?!//))"
LOGIN_PROBE = rf":(?!//|\*{{1,40}}@)[^\s:]{{1,256}}?@(?={_HOST})"
LOGIN = rf"(?!mailto:)[^\s:@/]*+:(?!//)(?!\*{{1,40}}@)(?P<value>{_WORD}+?)@(?={_HOST})"
"""`user:password@(host:3306)/db` and what is left of a URL whose beginning was not copied; tried on whole words."""
