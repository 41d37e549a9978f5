"""Texts and the cases that they lead to."""
