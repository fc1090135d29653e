"""The small panes around the document: library, transport, jobs, messages and the welcome."""
