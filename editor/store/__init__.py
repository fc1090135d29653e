"""The project folder on disk: what is known of recordings, every edit, and one portable file of it all.

May import the model, derive and jobs. Nothing in a folder is trusted: it may come from anybody.
"""

from editor.store.errors import StoreError
from editor.store.facts import Heard, WordRun
from editor.store.packing import pack, unpack
from editor.store.project import Project
from editor.store.variants import Rendered
from editor.store.versions import Version

__all__ = ["Heard", "Project", "Rendered", "StoreError", "Version", "WordRun", "pack", "unpack"]
