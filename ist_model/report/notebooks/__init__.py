"""Running notebooks: read, given parameters, executed in a kernel that starts warm."""
