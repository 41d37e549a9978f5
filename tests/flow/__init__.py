"""Tests of the flow: what happens in which order, with doors made of plain functions."""
