/*
 * Copyright 2026 the Pyramidion authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.pyramidion.engine.model;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Weights of which the tensors with a row for every token have rows for the first tokens only. Owns
 * the weights behind it. A tensor that has not as many rows as it should stays as it is.
 */
final class VocabularyCut implements Weights {

    private static final Set<String> BY_TOKEN =
            Set.of("model.embed_tokens.weight", "lm_head.weight");

    private final Weights whole;
    private final int stored;
    private final int tokens;

    /**
     * @param stored tokens that the weights have
     * @param tokens those that are kept, fewer
     */
    VocabularyCut(Weights whole, int stored, int tokens) {
        this.whole = whole;
        this.stored = stored;
        this.tokens = tokens;
    }

    @Override
    public Path directory() {
        return whole.directory();
    }

    @Override
    public Set<String> names() {
        return whole.names();
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = whole.info(name);
        long[] shape = info.shape();
        if (!BY_TOKEN.contains(name) || shape.length != 2 || shape[0] != stored) {
            return info;
        }
        long bytes = info.byteLength() / stored * tokens;
        return new TensorInfo(info.dtype(), new long[] {tokens, shape[1]}, bytes);
    }

    @Override
    public List<ByteBuffer> bytes(String name) {
        long left = info(name).byteLength();
        List<ByteBuffer> kept = new ArrayList<>();
        for (ByteBuffer slice : whole.bytes(name)) {
            int length = (int) Math.min(slice.remaining(), left);
            left -= length;
            if (length > 0) {
                kept.add(slice.slice(slice.position(), length).order(slice.order()));
            }
        }
        return kept;
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> slices) {
        long[] left = {info(name).byteLength()};
        whole.read(
                name,
                slice -> {
                    slice.limit((int) Math.min(slice.limit(), left[0]));
                    left[0] -= slice.limit();
                    if (slice.hasRemaining()) {
                        slices.accept(slice);
                    }
                });
    }

    @Override
    public void close() {
        whole.close();
    }
}
