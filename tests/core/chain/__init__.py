"""The mount chain, found in snapshots."""
