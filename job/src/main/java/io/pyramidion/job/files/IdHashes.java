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
package io.pyramidion.job.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Eight bytes for each of the ids of an input, enough to tell which of them may be twice. */
final class IdHashes {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long[] hashes = new long[1 << 10];
    private int size;

    void add(String id) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash(id);
    }

    /** Hashes that more than one id has, sorted. */
    long[] shared() {
        Arrays.sort(hashes, 0, size);
        return IntStream.range(1, size)
                .filter(i -> hashes[i] == hashes[i - 1])
                .mapToLong(i -> hashes[i])
                .distinct()
                .toArray();
    }

    /** FNV-1a. */
    static long hash(String id) {
        long hash = OFFSET;
        for (byte next : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * PRIME;
        }
        return hash;
    }
}
