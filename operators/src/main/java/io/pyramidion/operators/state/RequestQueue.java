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

import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that wait, in order of arrival for each key. The bound is its caller's to keep. */
public final class RequestQueue {

    private final KeyedStates states;
    private final ListState<RequestEnvelope> queue;

    public RequestQueue(KeyedStates states) {
        this.states = states;
        this.queue =
                states.store()
                        .getListState(
                                new ListStateDescriptor<>(
                                        StateNames.QUEUE,
                                        new AvroTypeInfo<>(RequestEnvelope.class)));
    }

    /** The requests that wait after a restore, by key, each in order of arrival. */
    public Map<String, List<RequestEnvelope>> restore() throws Exception {
        Map<String, List<RequestEnvelope>> waiting = new LinkedHashMap<>();
        for (String key : states.keysOf(StateNames.QUEUE)) {
            waiting.put(key, requestsOf(key));
        }
        return waiting;
    }

    public void add(String key, RequestEnvelope envelope) throws Exception {
        states.select(key);
        queue.add(envelope);
    }

    /** Takes out the oldest request of a key that has this id; there must be one. */
    public RequestEnvelope remove(String key, String requestId) throws Exception {
        List<RequestEnvelope> requests = requestsOf(key);
        int index = 0;
        while (!requests.get(index).getRequest().getRequestId().equals(requestId)) {
            index++;
        }
        RequestEnvelope removed = requests.remove(index);
        if (requests.isEmpty()) {
            queue.clear();
        } else {
            queue.update(requests);
        }
        return removed;
    }

    private List<RequestEnvelope> requestsOf(String key) throws Exception {
        states.select(key);
        List<RequestEnvelope> requests = new ArrayList<>();
        queue.get().forEach(requests::add);
        return requests;
    }
}
