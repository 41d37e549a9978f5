"""The casebook's own tests: every example against every case."""
