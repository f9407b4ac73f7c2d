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

import io.pyramidion.schemas.GenerationState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Running generations as the last checkpoint saw them, at most one a key. Written behind: only a
 * snapshot calls {@link #save}, with records that nobody changes afterwards, because a heap backend
 * serializes them later in another thread.
 */
public final class GenerationStore {

    private final KeyedStates states;
    private final ValueState<GenerationState> generation;

    public GenerationStore(KeyedStates states) {
        this.states = states;
        this.generation =
                states.store()
                        .getState(
                                new ValueStateDescriptor<>(
                                        StateNames.GENERATION,
                                        new AvroTypeInfo<>(GenerationState.class)));
    }

    /** The generations that ran when the restored checkpoint was taken, by key. */
    public Map<String, GenerationState> restore() throws IOException {
        Map<String, GenerationState> restored = new LinkedHashMap<>();
        for (String key : states.keysOf(StateNames.GENERATION)) {
            states.select(key);
            restored.put(key, generation.value());
        }
        return restored;
    }

    public void save(String key, GenerationState copy) throws IOException {
        states.select(key);
        generation.update(copy);
    }

    public void clear(String key) {
        states.select(key);
        generation.clear();
    }
}
