"""The log's file as the disk has it: opened, looked at, copied, restored, and who else has it open."""
