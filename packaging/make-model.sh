#!/bin/sh
# Makes the shipped model again, or a better one with more time or a GPU:
#   packaging/make-model.sh OUT FOLDER [OPTIONS]
# OUT gets the model, its card, its manifest and its log; the folder holds the recordings (assets/models/upsample-48k.data.csv
# lists what the shipped one was trained on). Broken off, it goes on from its checkpoint. Options go to `python -m
# enhance.train`, for instance `--data ANOTHER_FOLDER`, `--level VOICES` (recordings of other voices, by which the level is set
# at the end), or `--minutes 25 --batch 32 --channels 384` on a GPU.
set -eu
mkdir -p "$1"
out=$(realpath "$1")
data=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.."
# Large blocks of memory are kept for the next step: a third of the time on a processor goes to fetching them otherwise.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=500000000
# A registry of its own, so that the user's is left alone.
exec env WORDTAPE_DATA="$out/registry" .venv/bin/python -m enhance.train --rate 48000 --data "$data" --into "$out" \
    --id upsample-48k-next --licence GPL-3.0-or-later --minutes 95 --seed 1 "$@"
