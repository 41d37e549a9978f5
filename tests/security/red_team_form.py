"""How a red team's secrets are written.

`§` is where the secret stands.  It is made of the form given with it, see `tests.security.planting`: `A` an upper case
letter, `a` a lower case one, `0` a digit, `x` any of these, everything else stands for itself.
"""

from collections.abc import Mapping

WORD = "aaA0a-xxxxxxx0"
KEY_40 = "x" * 20 + "/" + "x" * 18 + "0"
BASE64 = "x" * 31 + "="
HEX = "0" * 32
LONG = "x" * 32
PEM = "MIIE" + "x" * 60 + "\n" + "x" * 62 + "=="

Kinds = Mapping[str, tuple[str, tuple[str, ...]]]
"""Name of the kind -> the form of its secret, and the texts that hold it."""
