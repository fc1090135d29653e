"""An open project and the commands on it, with no window."""
