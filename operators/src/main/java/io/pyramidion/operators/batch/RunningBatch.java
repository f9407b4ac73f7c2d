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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.state.GenerationStore;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The generations that run, by key, and their state behind them: what was admitted is written when
 * a generation starts, its progress when a checkpoint asks for it, and both are erased when it
 * ends.
 */
final class RunningBatch {

    private final Map<String, Generation> generations = new HashMap<>();
    private final GenerationStore store;

    RunningBatch(GenerationStore store) {
        this.store = store;
    }

    int size() {
        return generations.size();
    }

    boolean contains(String key) {
        return generations.containsKey(key);
    }

    /** Takes in a generation that starts. */
    void start(Generation generation) throws IOException {
        add(generation);
        store.start(generation.sequence().id(), generation.admitted());
    }

    /** Takes in a generation that is in state already. */
    void add(Generation generation) {
        String key = generation.sequence().id();
        if (generations.putIfAbsent(key, generation) != null) {
            throw new IllegalStateException("key " + key + " runs two requests at once");
        }
    }

    Generation of(Sequence sequence) {
        return generations.get(sequence.id());
    }

    /** The generation of a key, if it is that of this request. */
    Optional<Generation> find(String key, String requestId) {
        return Optional.ofNullable(generations.get(key))
                .filter(generation -> generation.request().getRequestId().equals(requestId));
    }

    /** The SLO class of each. */
    List<SloClass> classes() {
        return generations.values().stream().map(Generation::sloClass).toList();
    }

    /** Those whose deadline has come. */
    List<Generation> due(long now) {
        return generations.values().stream()
                .filter(generation -> generation.deadline() <= now)
                .toList();
    }

    /** Ends a generation; it cannot end twice. */
    Generation remove(Sequence sequence) {
        Generation generation = generations.remove(sequence.id());
        if (generation == null) {
            throw new IllegalStateException("key " + sequence.id() + " ended twice");
        }
        store.clear(sequence.id());
        return generation;
    }

    /** Writes copies of everything that runs into state. */
    void save() throws IOException {
        for (Generation generation : generations.values()) {
            store.save(generation.sequence().id(), generation.progress());
        }
    }
}
