"""The nouns: frozen values that every floor may speak of, and that know nothing of files, clocks or networks."""
