"""Taking secrets out of a text, before anything else sees it."""
