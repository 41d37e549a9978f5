"""From a pasted text to the cases that it tells of."""
