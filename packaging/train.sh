#!/bin/sh
# Installs what training and its tests need into .venv. PyTorch's builds without CUDA are not to be had everywhere;
# where this one is missing, we go on without it, and the tests of training say that they were skipped.
set -eu
cd "$(dirname "$0")/.."

pip="../.venv/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes"
cd packaging
$pip -r requirements-train.lock
if ! $pip --no-deps -r requirements-torch.lock; then
    echo "PyTorch without CUDA was not found, so training cannot be tested here. To train, install any PyTorch" >&2
    echo "from 2.8 on into .venv, as its own pages say; with a CUDA one, training uses the GPU." >&2
fi
