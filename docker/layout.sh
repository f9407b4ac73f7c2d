#!/usr/bin/env bash
# Copyright 2026 the Pyramidion authors. Licensed under the Apache License, Version 2.0; see LICENSE.
#
# docker/layout.sh DIRECTORY [cpu|cu128]
#
# Lays out what the image has on top of Flink's own: everything under opt/, from what
# `mvn -DskipTests package` left (for cu128: with -Pgpu). Needs a JDK, and no Docker.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
image=${1:?"usage: docker/layout.sh DIRECTORY [cpu|cu128]"}
flavour=${2:-cpu}

fail() { echo "layout.sh: $*" >&2; exit 1; }

case $flavour in
    cpu|cu128) ;;
    *) fail "the flavour is $flavour; allowed: cpu, cu128" ;;
esac
[ ! -e "$image/opt" ] || fail "$image/opt exists; allowed: a directory without it"
for built in engine/target/engine-lib job/target/pyramidion-job.jar deploy/target/plugins-lib; do
    [ -e "$root/$built" ] || fail "$root/$built does not exist; build it with: mvn -DskipTests package"
done

flink=$image/opt/flink
own=$image/opt/pyramidion
mkdir -p "$flink"/{lib,usrlib,plugins,conf} "$own"/{libtorch,models}

# The engine: on Flink's class path, since a JVM can load libtorch only once.
cp "$root"/engine/target/engine-lib/*.jar "$flink/lib/"
find "$root/engine/target" -maxdepth 1 -name 'pyramidion-engine-*.jar' ! -name '*-tests.jar' -exec cp {} "$flink/lib/" \;
rm "$flink"/lib/pytorch-native-cpu-*.jar

# libtorch as files: a container would else unpack half a gigabyte each time that it starts.
if [ "$flavour" = cpu ]; then
    (cd "$own/libtorch" && jar xf "$root"/engine/target/engine-lib/pytorch-native-cpu-*.jar pytorch/cpu/linux-x86_64)
    mv "$own"/libtorch/pytorch/cpu/linux-x86_64/* "$own/libtorch/"
    rm -r "$own/libtorch/pytorch"
else
    [ -e "$root/deploy/target/gpu-lib" ] || fail "there is no GPU set; build it with: mvn -DskipTests -Pgpu package"
    cp "$root"/deploy/target/gpu-lib/libtorch/*.so* "$own/libtorch/"
    mkdir "$own/cuda"
    cp "$root"/deploy/target/gpu-lib/cuda/*.so* "$own/cuda/"
    # Libtorch asks for it by name, and uses nothing of it.
    printf '' | ${CC:-cc} -shared -o "$own/cuda/libcufile.so.0" -x c -
fi

# The job, which `flink run`'s application mode finds here.
cp "$root/job/target/pyramidion-job.jar" "$flink/usrlib/"

cp -r "$root"/deploy/target/plugins-lib/* "$flink/plugins/"

# Flink's configuration, without the part that keeps a local cluster on loopback.
{
    sed '/^# --- Where it listens/,/^# --- JVMs/{/^# --- JVMs/!d}' "$root/flink-conf/config.yaml"
    cat "$root/docker/config-image.yaml"
} > "$flink/conf/config.yaml"
cp "$root/flink-conf/log4j.properties" "$flink/conf/log4j-console.properties"

# Small models, to try the image with.
for model in draft qualifier target; do
    cp -r "$root/models/$model" "$own/models/"
done
cp "$root/models/LICENSE" "$own/models/"
cp "$root/LICENSE" "$own/"
