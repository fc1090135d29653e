"""The models window: the registry to look through, train, measure and compare by ear.

`ModelsDoor` opens it; `ModelsWindow` puts the panes together; what they do is in `editor.app`.
"""

from editor.ui.models.door import ModelsDoor

__all__ = ["ModelsDoor"]
