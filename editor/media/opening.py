"""Opening a file of sound that nobody vouches for.

The decoding library is handed one open file and may open nothing else: a playlist, a list of files to join
or a movie that points elsewhere reads nothing but itself. Which containers and decoders may run is a list of
what people record with, so the library's many exotic parsers are out of reach.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from editor.media.errors import MediaError, because, named

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

MIN_RATE = 1_000
MAX_RATE = 768_000
MAX_CHANNELS = 64

# Containers that hold their sound themselves: no playlists, image sequences, devices or raw data.
_CONTAINERS = (
    "aac,ac3,adts,aiff,amr,ape,asf,au,avi,caf,dts,dtshd,eac3,flac,flv,gsm,loas,matroska,webm,mov,mp4,"
    "m4a,3gp,3g2,mj2,mp3,mpc,mpc8,mpeg,mpegts,mxf,ogg,rm,tak,truehd,tta,voc,w64,wav,wv"
)
# Decoders of sound: a damaged picture beside the sound is never looked at.
_DECODERS = (
    "aac,aac_latm,ac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_swf,adpcm_yamaha,adpcm_g722,adpcm_g726,"
    "alac,amrnb,amrwb,ape,cook,dca,eac3,flac,g723_1,g729,gsm,gsm_ms,mlp,mp1,mp1float,mp2,mp2float,mp3,"
    "mp3float,mpc7,mpc8,nellymoser,opus,libopus,pcm_alaw,pcm_bluray,pcm_dvd,pcm_f32be,pcm_f32le,"
    "pcm_f64be,pcm_f64le,pcm_mulaw,pcm_s16be,pcm_s16be_planar,pcm_s16le,pcm_s16le_planar,pcm_s24be,"
    "pcm_s24le,pcm_s24le_planar,pcm_s32be,pcm_s32le,pcm_s32le_planar,pcm_s64be,pcm_s64le,pcm_s8,"
    "pcm_s8_planar,pcm_u16be,pcm_u16le,pcm_u24be,pcm_u24le,pcm_u32be,pcm_u32le,pcm_u8,ra_144,ra_288,"
    "speex,libspeex,tak,truehd,tta,vorbis,libvorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,wmavoice"
)
_OPTIONS = {"format_whitelist": _CONTAINERS, "codec_whitelist": _DECODERS, "protocol_whitelist": "file"}
# Bytes handed to the library at a time.
_READ_BYTES = 1 << 17


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """`path` opened for reading, unbuffered, where it is an ordinary file with something in it.

    Raises MediaError for a folder, a device or pipe (which could block for ever), an empty file, one that
    is missing or not ours to read.
    """
    path = Path(path)
    try:
        _check_ordinary(path, os.stat(path))
        file = open(path, "rb", buffering=0)  # noqa: SIM115  the caller closes it
    except (OSError, ValueError) as error:
        cause = because(error) if isinstance(error, OSError) else "its name is not one a file can have"
        raise MediaError(f"{named(path)} cannot be opened: {cause}.") from error
    try:
        # Again, on what was opened: the name may have changed hands in between.
        _check_ordinary(path, os.fstat(file.fileno()))
    except BaseException:
        file.close()
        raise
    return file


def _check_ordinary(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise MediaError(f"{named(path)} is a folder, not a recording.")
    if not stat.S_ISREG(status.st_mode):
        raise MediaError(f"{named(path)} is not an ordinary file.")
    if status.st_size == 0:
        raise MediaError(f"{named(path)} is empty: there is nothing in the file.")


def _refuse_other_file(*_asked: object) -> NoReturn:
    raise PermissionError("a recording may not name other files")


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[tuple[InputContainer, AudioStream, BinaryIO]]:
    """The container of `path`, its best audio stream, and the file beneath (its `tell` is the progress).

    Raises MediaError where the file is no recording, holds no sound, or claims a rate or channel count
    that no recording has.
    """
    import av

    file = open_regular(path)
    try:
        try:
            container = av.open(
                file,
                "r",
                options=_OPTIONS,
                metadata_errors="replace",
                buffer_size=_READ_BYTES,
                io_open=_refuse_other_file,
            )
        except MemoryError as error:
            raise MediaError(f"{named(path)} is damaged: its header asks for impossible amounts.") from error
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise MediaError(
                f"{named(path)} is not a recording that can be read: it is damaged, incomplete or of a kind "
                "that is not known."
            ) from error
        try:
            yield container, _best_sound(container, path), file
        finally:
            container.close()
    finally:
        file.close()


def _best_sound(container: InputContainer, path: str | os.PathLike[str]) -> AudioStream:
    from av.audio.stream import AudioStream

    stream = container.streams.best("audio")
    if not isinstance(stream, AudioStream):
        what = "only pictures" if container.streams.video else "no sound"
        raise MediaError(f"{named(path)} holds {what}: there is no sound in it to edit.")
    if stream.codec_context is None:
        raise MediaError(f"{named(path)} holds sound of a kind that is not known.")
    check_claims(path, stream.codec_context.sample_rate, stream.codec_context.channels)
    return stream


def check_claims(path: str | os.PathLike[str], rate: int, channels: int) -> None:
    """Raises MediaError where no recording has such a `rate` (samples a second) or so many `channels`."""
    if not MIN_RATE <= rate <= MAX_RATE:
        raise MediaError(f"{named(path)} is damaged: it claims {rate} samples a second.")
    if not 1 <= channels <= MAX_CHANNELS:
        raise MediaError(f"{named(path)} is damaged: it claims {channels} channels.")
