"""The few questions that need more than a click. None of them stays open while something is done."""
