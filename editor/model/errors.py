"""The one kind of failure a user reads."""


class Refusal(Exception):
    """The work could not be done; the message is one whole sentence that says what and why.

    It names the user's file or choice, never an exception or a library. Rooms derive their own kinds;
    anything else that escapes is a bug.
    """
