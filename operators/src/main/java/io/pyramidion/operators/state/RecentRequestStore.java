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

import io.pyramidion.schemas.RecentRequest;
import io.pyramidion.schemas.RecentRequests;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ids of the requests that came lately, by key, so that a producer's retry is told from a new
 * request. Bounded by time and, for each key, by count.
 */
public final class RecentRequestStore {

    private final KeyedStates states;
    private final long window;
    private final int maxIds;
    private final ValueState<RecentRequests> recent;

    /**
     * @param window how long an id is kept; zero keeps none
     * @param maxIds most ids that a key keeps; the oldest go first
     */
    public RecentRequestStore(KeyedStates states, Duration window, int maxIds) {
        this.states = states;
        this.window = window.toMillis();
        this.maxIds = maxIds;
        ValueStateDescriptor<RecentRequests> descriptor =
                new ValueStateDescriptor<>(
                        StateNames.RECENT, new AvroTypeInfo<>(RecentRequests.class));
        Duration atLeast = window.isZero() ? Duration.ofMillis(1) : window;
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(atLeast).build());
        this.recent = states.store().getState(descriptor);
    }

    /**
     * Takes note of a request.
     *
     * @param now milliseconds since the epoch
     * @return whether it is new
     */
    public boolean add(String key, String requestId, long now) throws IOException {
        if (window == 0) {
            return true;
        }
        List<RecentRequest> requests = requestsOf(key);
        requests.removeIf(request -> now - request.getArrivedAt() >= window);
        if (requests.stream().anyMatch(request -> request.getRequestId().equals(requestId))) {
            return false;
        }
        requests.add(new RecentRequest(requestId, now));
        int surplus = Math.max(0, requests.size() - maxIds);
        recent.update(new RecentRequests(List.copyOf(requests.subList(surplus, requests.size()))));
        return true;
    }

    /** Forgets a request, which may come again. */
    public void remove(String key, String requestId) throws IOException {
        List<RecentRequest> requests = requestsOf(key);
        if (requests.removeIf(request -> request.getRequestId().equals(requestId))) {
            recent.update(new RecentRequests(List.copyOf(requests)));
        }
    }

    private List<RecentRequest> requestsOf(String key) throws IOException {
        states.select(key);
        RecentRequests state = recent.value();
        return state == null ? new ArrayList<>() : new ArrayList<>(state.getRequests());
    }
}
