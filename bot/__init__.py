"""JuiceFS Bot: paste an error, get the documented JuiceFS CSI Driver case, the commands and the fix."""
