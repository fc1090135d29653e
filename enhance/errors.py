"""What goes wrong in the enhancement engine, as sentences for whoever uses it."""


class EnhanceError(Exception):
    """The work could not be done; the text is a sentence for the user that says what and why."""


class ModelError(EnhanceError):
    """A model file, its card or the registry cannot be used."""
