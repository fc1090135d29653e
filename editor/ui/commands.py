"""Everything a user can do, once: menus, keys, the palette and the sheet of keys are read off this table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from editor.ui.habits import PRE_ROLLS_S
from editor.ui.panes.places import PLACES

Standard = QKeySequence.StandardKey

REPLACE_KEY = "Ctrl+Alt+F" if sys.platform == "darwin" else "Ctrl+H"
"""Not every system has a standard key for it; on macOS Command+H hides the program."""


@dataclass(frozen=True)
class Standing:
    """What commands depend on. undo, redo: the sentences of the edits that they are about, or None.

    sound: a recording is meant. enhanced: that has been enhanced; compared: some recording has. rate: the
    project's, in Hz; 0 where none is open. sought: something has been looked for. looping: the choice is gone
    round; joined: there is a cut before the caret; clipped: the meter shows that something was too loud.
    marked: there are markers.
    """

    open: bool = False
    words: bool = False
    chosen: bool = False
    pasteable: bool = False
    undo: str | None = None
    redo: str | None = None
    sound: bool = False
    enhanced: bool = False
    compared: bool = False
    rate: int = 0
    sought: bool = False
    looping: bool = False
    joined: bool = False
    clipped: bool = False
    marked: bool = False


def _always(_standing: Standing) -> str:
    return ""


def _open(standing: Standing) -> str:
    return "" if standing.open else "Open a project first."


def _words(standing: Standing) -> str:
    return _open(standing) or ("" if standing.words else "There are no words yet; import a recording first.")


def _chosen(standing: Standing) -> str:
    return _words(standing) or ("" if standing.chosen else "Select words first.")


def _paste(standing: Standing) -> str:
    return _open(standing) or ("" if standing.pasteable else "Cut or copy words first, here or elsewhere.")


def _sought(standing: Standing) -> str:
    return _words(standing) or ("" if standing.sought else "Find something first.")


def _undo(standing: Standing) -> str:
    return _open(standing) or ("" if standing.undo else "There is nothing to undo.")


def _redo(standing: Standing) -> str:
    return _open(standing) or ("" if standing.redo else "There is nothing to redo.")


def _sound(standing: Standing) -> str:
    lacks = "Put the caret into recorded words, or pick a recording in the library."
    return _open(standing) or ("" if standing.sound else lacks)


def _enhanced(standing: Standing) -> str:
    return _sound(standing) or ("" if standing.enhanced else "This recording has not been enhanced.")


def _compared(standing: Standing) -> str:
    return _open(standing) or ("" if standing.compared else "Nothing has been enhanced yet.")


def _loop(standing: Standing) -> str:
    able = standing.chosen or standing.looping
    return _words(standing) or ("" if able else "Select the words to loop first.")


def _joined(standing: Standing) -> str:
    return _words(standing) or (
        "" if standing.joined else "Put the caret after a cut; there is none before it."
    )


def _clipped(standing: Standing) -> str:
    return _open(standing) or ("" if standing.clipped else "Nothing was too loud.")


def _marked(standing: Standing) -> str:
    return _words(standing) or ("" if standing.marked else "There are no markers yet; M sets one.")


@dataclass(frozen=True)
class Command:
    """One thing to do. lacks(standing): "" where it can be done, else why not, for the tooltip.

    keys: standard keys, which are each system's own, or portable sequences. undo: what the edit is called in
    the history, for commands that edit. everywhere: its keys work in the whole window, not just over the
    document. group: commands of a menu are divided by lines where it changes. hint: what the title leaves
    to be said, a sentence.
    """

    name: str
    title: str
    menu: str
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    lacks: Callable[[Standing], str] = _always
    undo: str = ""
    everywhere: bool = True
    group: int = 0
    checkable: bool = False
    hint: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("new", "New Project…", "File", (Standard.New,)),
    Command("open", "Open Project…", "File", (Standard.Open,)),
    Command("import", "Import Recordings…", "File", ("Ctrl+Shift+I",), _open, "Imported Interview", group=1),
    Command(
        "save_version",
        "Save Version…",
        "File",
        (Standard.Save,),
        _open,
        group=1,
        hint="Gives the document as it is now a name, to come back to. Edits are saved as they are made.",
    ),
    Command("export", "Export…", "File", ("Ctrl+Shift+E",), _words, group=1),
    Command("close", "Close Project", "File", (Standard.Close,), _open, group=2),
    Command("quit", "Quit", "File", (Standard.Quit,), group=2),
    Command("undo", "Undo", "Edit", (Standard.Undo,), _undo),
    Command("redo", "Redo", "Edit", (Standard.Redo,), _redo),
    Command("cut", "Cut", "Edit", (Standard.Cut,), _chosen, "Deleted 3 words", everywhere=False, group=1),
    Command("copy", "Copy", "Edit", (Standard.Copy,), _chosen, everywhere=False, group=1),
    Command("paste", "Paste", "Edit", (Standard.Paste,), _paste, "Pasted 3 words", everywhere=False, group=1),
    Command(
        "delete", "Delete", "Edit", (Standard.Delete,), _words, "Deleted 3 words", everywhere=False, group=1
    ),
    Command(
        "delete_before",
        "Delete the Word Before",
        "Edit",
        ("Backspace",),
        _words,
        "Deleted 1 word",
        everywhere=False,
        group=1,
    ),
    Command("select_all", "Select All", "Edit", (Standard.SelectAll,), _words, everywhere=False, group=2),
    Command("find", "Find…", "Edit", (Standard.Find,), _words, group=3),
    Command("replace", "Find and Replace…", "Edit", (Standard.Replace, REPLACE_KEY), _words, group=3),
    # Not the systems' own keys: some have Ctrl+G among them, which is a gap here.
    Command("find_next", "Find Next", "Edit", ("F3",), _sought, group=3),
    Command("find_before", "Find Previous", "Edit", ("Shift+F3",), _sought, group=3),
    Command(
        "ignore", "Ignore", "Words", ("Ctrl+I",), _words, "Ignored 3 words", everywhere=False, checkable=True
    ),
    Command(
        "write",
        "Write Here",
        "Words",
        ("Ins",),
        _open,
        "Wrote 3 words",
        everywhere=False,
        hint="Writes draft text at the caret, or over the selected words. Return does it too.",
    ),
    Command("correct", "Correct", "Words", ("E", "F2"), _words, "Corrected 1 word", everywhere=False),
    Command(
        "speaker", "Set Speaker…", "Words", ("Ctrl+Shift+S",), _words, "Set the speaker of 3 words to Ann"
    ),
    Command("gap", "Insert Gap…", "Words", ("Ctrl+G",), _words, "Inserted a gap", group=1),
    Command("shorten", "Shorten Gaps…", "Words", ("Ctrl+Shift+G",), _words, "Shortened 3 gaps", group=1),
    Command(
        "mode_edit",
        "Edit Mode",
        "Words",
        ("Ctrl+1",),
        _open,
        group=2,
        checkable=True,
        hint="Typing writes draft text, deleting cuts the sound.",
    ),
    Command(
        "mode_correct",
        "Correct Mode",
        "Words",
        ("Ctrl+2",),
        _open,
        group=2,
        checkable=True,
        hint="Typing corrects what the words read; the sound stays as it is.",
    ),
    Command("enhance", "Enhance", "Sound", ("Ctrl+E",), _sound),
    Command("original", "Hear the Original", "Sound", ("Ctrl+B",), _compared, checkable=True),
    Command("unenhance", "Remove Enhancement", "Sound", (), _enhanced),
    Command("enhancing", "Enhancing New Recordings…", "Sound", (), _open, group=1),
    Command(
        "models",
        "Models…",
        "Sound",
        ("Ctrl+Shift+M",),
        group=1,
        hint="Shows the models that enhancement can use: search, train, measure and compare them by ear.",
    ),
    Command("play", "Play or Pause", "Play", ("Space",), _words, everywhere=False),
    Command(
        "on",
        "Play, Then Faster",
        "Play",
        ("L",),
        _words,
        everywhere=False,
        hint="Plays; each further press plays faster, 1.5, 2 and 3 times, until playback stops.",
    ),
    Command("hold", "Pause", "Play", ("K",), _words, everywhere=False),
    Command(
        "back",
        "Step Back and Play",
        "Play",
        ("J",),
        _words,
        everywhere=False,
        hint="Goes 2 seconds back, to the start of a word, and plays on from there, never backwards.",
    ),
    Command(
        "around",
        "Play Around the Cut",
        "Play",
        ("P", "/", "Shift+Space"),
        _joined,
        everywhere=False,
        group=1,
        hint="Plays 1.5 seconds before and after the nearest cut before the caret.",
    ),
    Command(
        "loop",
        "Loop the Selection",
        "Play",
        ("Shift+L",),
        _loop,
        everywhere=False,
        group=1,
        checkable=True,
        hint="Plays the selected words again and again; edits and another selection are taken up at once.",
    ),
    Command("to_start", "Go to the Start", "Play", ("Ctrl+Home",), _words, group=2),
    Command("to_end", "Go to the End", "Play", ("Ctrl+End",), _words, group=2),
    Command("go_to", "Go to Time…", "Play", ("Ctrl+J",), _words, group=2),
    Command("slower", "Slower", "Play", ("Ctrl+,",), _open, group=3),
    Command("faster", "Faster", "Play", ("Ctrl+.",), _open, group=3),
    Command("usual", "Normal Speed", "Play", (), _open, group=3),
    *(
        Command(
            f"pre_roll_{seconds}",
            f"Pre-Roll of {seconds} s" if seconds else "No Pre-Roll",
            "Play",
            (),
            _open,
            group=4,
            checkable=True,
            hint="How much earlier playing begins where the caret or the playhead was put somewhere.",
        )
        for seconds in PRE_ROLLS_S
    ),
    Command(
        "output", "Output Device…", "Play", (), _open, group=5, hint="Chooses where the sound comes out."
    ),
    Command("unclip", "Clear the Clip Mark", "Play", (), _clipped, group=5),
    Command(
        "split",
        "Split at the Playhead",
        "Timeline",
        ("S",),
        _words,
        "Split a clip",
        everywhere=False,
        hint="Begins a paragraph at the playhead; both sides can then be trimmed and moved.",
    ),
    Command(
        "trim_start",
        "Trim Start to the Playhead",
        "Timeline",
        ("[",),
        _words,
        "Trimmed the start of a clip",
        everywhere=False,
        hint="Cuts what lies between the last cut or break and the playhead.",
    ),
    Command(
        "trim_end",
        "Trim End to the Playhead",
        "Timeline",
        ("]",),
        _words,
        "Trimmed the end of a clip",
        everywhere=False,
        hint="Cuts what lies between the playhead and the next cut or break.",
    ),
    *(
        Command(
            f"{name}_pause",
            f"{name.title()} Pause",
            "Timeline",
            (keys,),
            _words,
            f"Made a pause {name}",
            everywhere=False,
            group=1,
            hint=f"Makes the pause before the caret 50 ms {name}, never shorter than 20 ms.",
        )
        for name, keys in (("longer", "Alt+="), ("shorter", "Alt+-"))
    ),
    *(
        Command(
            f"{edge}_{way}",
            f"Word {edge.title()}s {way.title()}",
            "Timeline",
            (keys,),
            _words,
            "Changed when a word begins and ends",
            everywhere=False,
            group=2,
            hint=f"Moves the {edge} of the word after the caret by 10 ms; the word is played.",
        )
        for edge, way, keys in (
            ("start", "earlier", "Alt+1"),
            ("start", "later", "Alt+2"),
            ("end", "earlier", "Alt+3"),
            ("end", "later", "Alt+4"),
        )
    ),
    Command(
        "marker",
        "Add Marker",
        "Timeline",
        ("M",),
        _words,
        "Set the marker Intro",
        everywhere=False,
        group=3,
        hint="Sets a marker at the playhead, also while it runs; it goes where the sound there goes.",
    ),
    Command(
        "next_marker", "Go to the Next Marker", "Timeline", ("Shift+M",), _marked, everywhere=False, group=3
    ),
    Command("marker_before", "Go to the Marker Before", "Timeline", ("Alt+Shift+M",), _marked, group=3),
    Command(
        "name_marker",
        "Rename Marker…",
        "Timeline",
        ("Ctrl+M",),
        _marked,
        "Renamed a marker to Intro",
        group=3,
        hint="Asks for the name and the colour of the marker at the playhead or before it.",
    ),
    Command("markers", "Markers…", "Timeline", ("Ctrl+Alt+M",), _marked, group=3),
    Command(
        "snap",
        "Snap",
        "Timeline",
        ("N",),
        _open,
        everywhere=False,
        group=4,
        checkable=True,
        hint="What is dragged stops at words, cuts, markers and the playhead, unless Alt is held.",
    ),
    Command("zoom_in", "Zoom In", "View", (Standard.ZoomIn, "Ctrl+="), _words),
    Command("zoom_out", "Zoom Out", "View", (Standard.ZoomOut,), _words),
    Command("zoom_fit", "Show Everything", "View", ("Ctrl+0",), _words),
    *(
        Command(
            place.name,
            place.title,
            "View",
            place.keys,
            _open,
            group=1,
            checkable=True,
            hint=f"Shows the pane {place.title} and goes there, or closes it.",
        )
        for place in PLACES
    ),
    Command("reset_layout", "Reset Layout", "View", (), _open, group=1, hint="Lays all panes as at first."),
    Command("look_system", "Follow the System's Look", "View", group=2, checkable=True),
    Command("look_light", "Light", "View", group=2, checkable=True),
    Command("look_dark", "Dark", "View", group=2, checkable=True),
    Command(
        "notify",
        "Notify When Long Work Ends",
        "View",
        group=3,
        checkable=True,
        hint="Tells you when work of more than 10 seconds ends while you look at something else.",
    ),
    Command("palette", "Find a Command…", "Help", ("Ctrl+Shift+P",)),
    Command("guide", "User Guide", "Help", hint="What to do and how, task by task, with pictures."),
    Command("cheat_sheet", "Keys and Gestures", "Help", ("F1",)),
    Command("change_keys", "Keyboard Shortcuts…", "Help"),
    Command("about", "About Wordtape", "Help", group=1),
)


def sequences(command: Command) -> list[QKeySequence]:
    """The keys of a command on this system, the one that menus show first."""
    found: list[QKeySequence] = []
    for key in command.keys:
        found += QKeySequence.keyBindings(key) if isinstance(key, Standard) else [QKeySequence(key)]
    return [keys for n, keys in enumerate(found) if keys not in found[:n]]
