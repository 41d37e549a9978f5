"""What speaks for and against each case, from the text and from the cluster."""
