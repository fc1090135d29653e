"""An open project and all that can be done to it: what the command line and the window share."""
