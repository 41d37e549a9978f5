"""The core's tests: pure values in, pure values out."""
