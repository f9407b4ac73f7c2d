#!/usr/bin/env bash
# Copyright 2026 the Pyramidion authors. Licensed under the Apache License, Version 2.0; see LICENSE.
#
# docker/gpu-check.sh [ARGUMENTS OF bench gpu]
#
# On a machine with an NVIDIA GPU and its driver: builds the GPU set, holds the engine on the GPU against the golden ids,
# says whether it computes the same bits in every batch, and measures. Needs no Docker. A check that fails does not stop the
# next ones; the exit status is 1 then.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
image=$root/target/image-gpu

nvidia-smi -L >/dev/null 2>&1 || { echo "gpu-check.sh: nvidia-smi finds no GPU; allowed: a machine with an NVIDIA GPU and its driver" >&2; exit 1; }

step() { echo "gpu-check.sh: $*" >&2; }

# The last file that layout.sh copies: a tree without it is not whole.
if [ ! -e "$image/opt/pyramidion/LICENSE" ]; then
    rm -rf "$image"
    step "build the GPU set (2.7 GB of downloads the first time)"
    mvn -q -B -DskipTests -Pgpu package
    docker/layout.sh "$image" cu128
fi
export PYTORCH_FLAVOR=cu128 PYTORCH_VERSION=2.7.1 PYTORCH_LIBRARY_PATH=$image/opt/pyramidion/libtorch
export LD_LIBRARY_PATH=$PYTORCH_LIBRARY_PATH:$image/opt/pyramidion/cuda

status=0
step "hold the engine against the golden ids of transformers, in float32"
mvn -q -B verify -pl engine -am -Dtest=None -Dit.test=ParityITCase \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false || status=1

step "say whether a text has the same bits in every batch"
bin/pyramidion generate --verbose --target models/target --qualifier models/qualifier --draft models/draft \
    --max-tokens 32 --prompt "What is 12 + 30?" || status=1

step "measure"
bin/pyramidion bench gpu "$@" || status=1
exit "$status"
