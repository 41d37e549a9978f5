"""The adapters' tests: real files, databases and servers."""
