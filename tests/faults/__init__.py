"""The real serve process with its world broken on purpose: nothing lost, nothing twice."""
