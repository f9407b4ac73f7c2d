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
package io.pyramidion.operators.state;

import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

import java.util.List;
import java.util.stream.Stream;

/**
 * The keyed state of one operator subtask: where states are made and the current key is chosen.
 * Used by the task's thread only.
 */
public final class KeyedStates {

    private final KeyedStateBackend<String> backend;
    private final KeyedStateStore store;

    public KeyedStates(KeyedStateBackend<String> backend, KeyedStateStore store) {
        this.backend = backend;
        this.store = store;
    }

    KeyedStateStore store() {
        return store;
    }

    /** Makes {@code key} the one that states speak of. */
    void select(String key) {
        backend.setCurrentKey(key);
    }

    /** A copy of the keys, of this subtask's key groups, that have a value in a state. */
    List<String> keysOf(String stateName) {
        try (Stream<String> keys = backend.getKeys(stateName, VoidNamespace.INSTANCE)) {
            return keys.toList();
        }
    }
}
