"""A real kube-apiserver for the tests: built once, started in about 5 s, filled with scenes."""
