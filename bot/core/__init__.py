"""The pure core: text in, values out.  No clock, network, file, environment or log is touched below this folder."""
