"""Evidence for and against cases."""
