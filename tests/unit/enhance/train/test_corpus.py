"""What is trained on: decoded once, its bandwidth known, nothing half-written."""

from __future__ import annotations

import numpy as np
import pytest

from enhance.errors import EnhanceError
from enhance.train.corpus import Corpus, prepare
from tests.helpers.full_band import full_band_voice, write_recordings

RATE = 48_000


def test_a_recording_is_read_as_it_was(recordings, corpus):
    take = next(one for one in corpus.takes if one.path == "0.wav")
    sound = full_band_voice(4.0, RATE, seed=0)
    assert take.samples == len(sound)
    np.testing.assert_allclose(corpus.read(take, 100, 5000), sound[100:5100], atol=1 / 16000)


def test_beyond_its_end_there_is_silence(corpus):
    take = corpus.takes[0]
    assert not corpus.read(take, take.samples - 10, 50)[10:].any()


def test_reading_again_takes_what_was_read(recordings, tmp_path):
    first = prepare([recordings], tmp_path, RATE)
    stamp = (tmp_path / "sound.i16").stat().st_mtime_ns
    assert prepare([recordings], tmp_path, RATE).takes == first.takes
    assert (tmp_path / "sound.i16").stat().st_mtime_ns == stamp


def test_other_recordings_are_read_anew(recordings, tmp_path):
    prepare([recordings], tmp_path / "corpus", RATE)
    more = write_recordings(tmp_path / "more", 2, seconds=3.0)
    assert len(prepare([recordings, more], tmp_path / "corpus", RATE).takes) == 8


def test_a_manifest_says_the_bandwidth(tmp_path):
    folder = write_recordings(tmp_path / "data", 3)
    (folder / "MANIFEST.csv").write_text("path,speaker,bandwidth_hz\n1.wav,ann,17000\n2.wav,ann,9000\n")
    found = prepare([folder], tmp_path / "corpus", RATE)
    assert {take.path: take.bandwidth_hz for take in found.takes}["1.wav"] == 17_000
    assert "2.wav" in found.left_out


def test_a_narrow_recording_is_left_out_and_said_so(tmp_path):
    import soxr

    folder = write_recordings(tmp_path / "data", 1, seconds=6.0)
    import soundfile

    narrow = soxr.resample(soxr.resample(full_band_voice(6.0, RATE, 9), RATE, 16_000), 16_000, RATE)
    soundfile.write(folder / "narrow.wav", narrow, RATE)
    found = prepare([folder], tmp_path / "corpus", RATE)
    assert [take.path for take in found.takes] == ["0.wav"]
    assert "empty above" in found.left_out["narrow.wav"]


def test_a_stored_spectrogram_is_a_recording(tmp_path):
    import torch

    from enhance.train.spectra import stft

    folder = write_recordings(tmp_path / "data", 1)
    sound = full_band_voice(2.0, RATE, seed=5)[: 256 * 370]
    spectrogram = stft(torch.from_numpy(sound)[None])[0].T.numpy()
    np.savez(folder / "stored.npz", spectrogram=spectrogram)
    found = prepare([folder], tmp_path / "corpus", RATE)
    take = next(one for one in found.takes if one.path == "stored.npz")
    np.testing.assert_allclose(found.read(take, 0, 256 * 369), sound[: 256 * 369], atol=1e-4)


def test_a_pickle_is_never_opened(tmp_path):
    folder = write_recordings(tmp_path / "data", 1)
    np.savez(folder / "bad.npz", spectrogram=np.array([print], dtype=object))
    assert "bad.npz" in prepare([folder], tmp_path / "corpus", RATE).left_out


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\xff\xff\xff\xffWAVE"])
def test_a_broken_file_is_left_out_with_a_sentence(tmp_path, content):
    folder = write_recordings(tmp_path / "data", 1)
    (folder / "broken.wav").write_bytes(content)
    assert "broken.wav" in prepare([folder], tmp_path / "corpus", RATE).left_out["broken.wav"]


def test_nothing_to_train_on_is_said(tmp_path):
    with pytest.raises(EnhanceError, match="no folder"):
        prepare([tmp_path / "nowhere"], tmp_path / "corpus", RATE)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EnhanceError, match="no recordings"):
        prepare([tmp_path / "empty"], tmp_path / "corpus", RATE)


def test_broken_off_nothing_remains(recordings, tmp_path):
    class Enough(Exception):
        pass

    def stop(fraction):
        if fraction > 0.3:
            raise Enough

    with pytest.raises(Enough):
        prepare([recordings], tmp_path / "corpus", RATE, stop)
    assert not list((tmp_path / "corpus").iterdir())
    with pytest.raises(EnhanceError, match="holds no prepared"):
        Corpus(tmp_path / "corpus")


def test_single_recordings_are_taken_as_those_of_folders_and_each_once(recordings, tmp_path):
    files = sorted(recordings.rglob("*.wav"))
    one = prepare(files[:1], tmp_path / "one", RATE)
    assert [take.path for take in one.takes] == [files[0].name]
    both = prepare([files[0], recordings], tmp_path / "both", RATE)
    assert {take.sha256 for take in both.takes} == {
        take.sha256 for take in prepare([recordings], tmp_path / "all", RATE).takes
    }
    assert len(both.takes) == len({take.sha256 for take in both.takes})
