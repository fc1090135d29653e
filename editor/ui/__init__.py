"""The window: PySide6, only here. May import every other room but the command line.

`desk` holds what all panes share (document, selection, playhead); each pane is a folder of its own; what a
user can do is listed once, in `commands`.
"""
