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

import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.GenerationProgress;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Running generations, at most one a key, in two states by how often they change: what was admitted
 * is written once, when it starts; how far it has come is written behind, when a snapshot is taken,
 * so that an incremental checkpoint holds no prompt twice. Whoever writes a record does not change
 * it afterwards, because a heap backend serializes it later in another thread.
 */
public final class GenerationStore {

    /** A generation as the restored checkpoint saw it. */
    public record Stored(AdmittedRequest admitted, GenerationProgress progress) {}

    private final KeyedStates states;
    private final ValueState<AdmittedRequest> admitted;
    private final ValueState<GenerationProgress> progress;

    public GenerationStore(KeyedStates states) {
        this.states = states;
        this.admitted = state(states, StateNames.ADMITTED, AdmittedRequest.class);
        this.progress = state(states, StateNames.PROGRESS, GenerationProgress.class);
    }

    /** The generations that ran when the restored checkpoint was taken, by key. */
    public Map<String, Stored> restore() throws IOException {
        Map<String, Stored> restored = new LinkedHashMap<>();
        for (String key : states.keysOf(StateNames.PROGRESS)) {
            states.select(key);
            restored.put(key, new Stored(admitted.value(), progress.value()));
        }
        return restored;
    }

    /** Takes note of a generation that starts. */
    public void start(String key, AdmittedRequest request) throws IOException {
        states.select(key);
        admitted.update(request);
    }

    /** Writes how far a generation has come that was admitted. */
    public void save(String key, GenerationProgress copy) throws IOException {
        states.select(key);
        progress.update(copy);
    }

    public void clear(String key) {
        states.select(key);
        admitted.clear();
        progress.clear();
    }

    private static <T extends SpecificRecordBase> ValueState<T> state(
            KeyedStates states, String name, Class<T> type) {
        return states.store().getState(new ValueStateDescriptor<>(name, new AvroTypeInfo<>(type)));
    }
}
