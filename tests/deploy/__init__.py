"""The kustomizations, the image and what is shipped beside the code."""
