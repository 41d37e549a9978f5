"""What redaction hides and what it leaves."""
