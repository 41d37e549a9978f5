"""Speed and accuracy, measured and printed; nothing here is a test."""
