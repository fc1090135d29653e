"""A monkey at the window: random actions, and laws that hold after each.

`scene` sets a window with a small project before it, `acts` is what it can do, `laws` is what must be true,
`complaints` hears whatever Python or Qt has to say, and `monkey` does one thing after the other. Every action
draws from a generator of its own, by seed and number, so that a run can be replayed, also in part.
"""

from tests.helpers.monkey.monkey import Fault, Monkey
from tests.helpers.monkey.scene import Scene, scene

__all__ = ["Fault", "Monkey", "Scene", "scene"]
