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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.operators.request.SloCheck;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.state.RequestQueue;
import io.pyramidion.schemas.RequestEnvelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The requests that do not run yet: the requests in state, their order in a {@link WaitingLine}.
 * The two always hold the same requests. Times are milliseconds since the epoch.
 */
final class WaitingRequests {

    /** A request whose turn it is. */
    record Turn(String key, RequestEnvelope envelope) {}

    private static final Logger LOG = LoggerFactory.getLogger(WaitingRequests.class);

    private final RequestQueue queue;
    private final RequestSettings settings;
    private final WaitingLine line;

    WaitingRequests(RequestQueue queue, RequestSettings settings) {
        this.queue = queue;
        this.settings = settings;
        this.line = new WaitingLine(settings.aging());
    }

    int size() {
        return line.size();
    }

    /**
     * Lines up what a checkpoint holds, in order of event time, and returns it. A class that only a
     * newer version knows counts as standard, and the log says so once.
     */
    List<RequestEnvelope> restore(long now) throws Exception {
        List<RequestEnvelope> restored = new ArrayList<>();
        List<Map.Entry<String, List<RequestEnvelope>>> byEventTime =
                new ArrayList<>(queue.restore().entrySet());
        byEventTime.sort(
                Comparator.comparing(entry -> entry.getValue().get(0).getOrigin().getEventTime()));
        Set<String> unknownClasses = new TreeSet<>();
        for (Map.Entry<String, List<RequestEnvelope>> entry : byEventTime) {
            for (RequestEnvelope envelope : entry.getValue()) {
                lineUp(entry.getKey(), envelope, now);
                restored.add(envelope);
                Terms.unknownClass(envelope).ifPresent(unknownClasses::add);
            }
        }
        if (!unknownClasses.isEmpty()) {
            LOG.warn(
                    "The checkpoint's waiting requests have slo.slo_class {}; allowed: {}. They wait"
                            + " as standard.",
                    unknownClasses,
                    SloClass.names());
        }
        return restored;
    }

    /**
     * Puts a request into state and into the line.
     *
     * @throws InvalidRequestException if its objective is not one; it does not wait then
     */
    void add(String key, RequestEnvelope envelope, long now) throws Exception {
        SloCheck.check(envelope.getRequest().getSlo());
        lineUp(key, envelope, now);
        queue.add(key, envelope);
    }

    /** Whether a key has no request, neither here nor running. */
    boolean isIdle(String key) {
        return line.isIdle(key);
    }

    boolean contains(String key, String requestId) {
        return line.contains(key, requestId);
    }

    /** Takes out whoever is next, whose key is busy until it is released; empty if nobody is. */
    Optional<Turn> next(long now) throws Exception {
        Optional<Ticket> ticket = line.next(now);
        return ticket.isEmpty() ? Optional.empty() : Optional.of(take(ticket.get()));
    }

    /** Takes out a request by its id; empty if it does not wait. */
    Optional<RequestEnvelope> remove(String key, String requestId) throws Exception {
        Optional<Ticket> ticket = line.remove(key, requestId);
        return ticket.isEmpty() ? Optional.empty() : Optional.of(take(ticket.get()).envelope());
    }

    /** Takes out those that may no longer start. */
    List<RequestEnvelope> expired(long now) throws Exception {
        List<RequestEnvelope> expired = new ArrayList<>();
        for (Ticket ticket : line.expired(now)) {
            expired.add(take(ticket).envelope());
        }
        return expired;
    }

    /** Marks a key whose request runs without having waited here. */
    void occupy(String key) {
        line.occupy(key);
    }

    void release(String key) {
        line.release(key);
    }

    Terms terms(RequestEnvelope envelope) {
        return Terms.of(envelope, settings.maxQueueTime());
    }

    private void lineUp(String key, RequestEnvelope envelope, long now) {
        line.add(key, envelope.getRequest().getRequestId(), terms(envelope), now);
    }

    private Turn take(Ticket ticket) throws Exception {
        return new Turn(ticket.key(), queue.remove(ticket.key(), ticket.requestId()));
    }
}
