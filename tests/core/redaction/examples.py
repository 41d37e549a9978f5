"""For every rule of redaction: what it hides and what it must leave, in the order of the table.

A secret stands where a text holds `§`; `FAKE` is put there, or the rule's own `secret` where the form matters.  What
comes out must be the same text with `****` in that place, so an example says both at once, and no secrets scanner
finds anything in these files.
"""

from tests.core.redaction.examples_by_command import BY_COMMAND
from tests.core.redaction.examples_by_form import BY_FORM
from tests.core.redaction.examples_by_key import BY_KEY

EXAMPLES = BY_FORM | BY_COMMAND | BY_KEY
