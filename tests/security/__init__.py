"""What docs/security.md promises, tried from outside."""
