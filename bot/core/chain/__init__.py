"""A pod's mount chain (PVC, PV, Mount Pod, CSI Node), found in what was read, and what it says of itself."""
