"""The Kubernetes API, read and never written: `connect` opens a cluster, `take_snapshot` reads what a pod hangs on."""
