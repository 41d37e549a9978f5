"""Whole clusters as lists of objects, and the ways to look at them: README.md says how to write one."""
