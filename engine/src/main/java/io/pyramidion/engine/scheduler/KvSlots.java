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
package io.pyramidion.engine.scheduler;

import io.pyramidion.engine.speculation.CachedTokens;
import io.pyramidion.engine.speculation.Sequence;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The free KV slots of one subtask, and what their caches still hold. A new sequence gets the slot
 * whose contents it continues, so that only its new tokens are read. Others get the lowest slot
 * that holds nothing worth keeping, because neighbouring slots are read without a copy; only then
 * the one that has been kept longest. What a slot holds is compared token by token, so that it
 * never changes a text.
 */
final class KvSlots {

    /** Common tokens for which a slot is chosen: fewer are no reason to take it from another. */
    private static final int WORTHWHILE = 8;

    /**
     * A free slot.
     *
     * @param number the slot
     * @param held what its caches hold
     * @param kept whether a sequence is likely to continue that
     * @param since a number that grows with the time at which it became free
     */
    private record Free(int number, CachedTokens held, boolean kept, long since) {

        /** Whether most of what is held would be of use. */
        boolean suits(int common) {
            return common >= WORTHWHILE && 2 * common >= held.length();
        }
    }

    private final TreeMap<Integer, Free> free = new TreeMap<>();
    private long vacated;

    KvSlots(int slots) {
        for (int slot = 0; slot < slots; slot++) {
            free.put(slot, new Free(slot, CachedTokens.NONE, false, vacated));
        }
    }

    boolean isEmpty() {
        return free.isEmpty();
    }

    /** Puts a sequence into a slot; there must be one. */
    void occupy(Sequence sequence) {
        Free chosen =
                continued(sequence)
                        .or(this::lowestUnkept)
                        .or(this::longestKept)
                        .orElseThrow(() -> new IllegalStateException("no KV slot is free"));
        free.remove(chosen.number());
        sequence.kv().occupy(chosen.number(), chosen.held());
    }

    /** Takes a sequence out of its slot, whose contents stay. */
    void vacate(Sequence sequence) {
        CachedTokens held = sequence.kv().held();
        int slot = sequence.kv().vacate();
        free.put(slot, new Free(slot, held, sequence.kv().isContinued(), ++vacated));
    }

    private Optional<Free> continued(Sequence sequence) {
        return free.values().stream()
                .map(slot -> Map.entry(slot, slot.held().common(sequence)))
                .filter(entry -> entry.getKey().suits(entry.getValue()))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private Optional<Free> lowestUnkept() {
        return free.values().stream().filter(slot -> !slot.kept()).findFirst();
    }

    private Optional<Free> longestKept() {
        return free.values().stream().min(Comparator.comparingLong(Free::since));
    }
}
