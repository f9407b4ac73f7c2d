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
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The requests between arrival and answer. Those that wait are in state and in a {@link
 * WaitingLine}, which always hold the same requests. Of those that run only the event times are
 * known here: no watermark may pass a request that is not answered. Times that are handed in are
 * milliseconds since the epoch. Used by the task's thread only.
 */
public final class OpenRequests {

    /** A request whose turn it is. */
    record Turn(String key, RequestEnvelope envelope) {}

    private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);

    private final RequestQueue queue;
    private final RequestSettings settings;
    private final WaitingLine line;
    private final WatermarkHold watermarks = new WatermarkHold();

    /**
     * @param settings how long requests may wait, and when one that waits goes first
     * @param ticks milliseconds of a clock that nobody sets, which measures how long they wait
     */
    public OpenRequests(RequestQueue queue, RequestSettings settings, LongSupplier ticks) {
        this.queue = queue;
        this.settings = settings;
        this.line = new WaitingLine(settings.aging(), ticks);
    }

    /** Requests that wait. */
    int waiting() {
        return line.size();
    }

    /** Event time, held back behind these requests. */
    public WatermarkHold watermarks() {
        return watermarks;
    }

    /**
     * Lines up what waits in a checkpoint, in order of event time. A class that only a newer
     * version knows counts as standard, and the log says so once.
     */
    void restore() throws Exception {
        List<Map.Entry<String, List<RequestEnvelope>>> byEventTime =
                new ArrayList<>(queue.restore().entrySet());
        byEventTime.sort(
                Comparator.comparing(entry -> entry.getValue().get(0).getOrigin().getEventTime()));
        Set<String> unknownClasses = new TreeSet<>();
        for (Map.Entry<String, List<RequestEnvelope>> entry : byEventTime) {
            for (RequestEnvelope envelope : entry.getValue()) {
                lineUp(entry.getKey(), envelope);
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
    }

    /**
     * Takes in a request that waits from now on.
     *
     * @throws InvalidRequestException if its objective is not one; it does not wait then
     */
    void add(String key, RequestEnvelope envelope) throws Exception {
        SloCheck.check(envelope.getRequest().getSlo(), envelope.getOrigin().getEventTime());
        lineUp(key, envelope);
        queue.add(key, envelope);
    }

    /** Takes in a request that runs without having waited here: a resumed one. */
    void addRunning(Origin origin) {
        watermarks.requestArrived(origin.getEventTime());
    }

    /** Whether requests of a key wait. */
    boolean contains(String key) {
        return line.contains(key);
    }

    boolean contains(String key, String requestId) {
        return line.contains(key, requestId);
    }

    /**
     * The request that starts next, which waits no longer; empty if all keys are busy that wait.
     *
     * @param busy keys whose requests have to wait
     * @param admission whose class goes first
     * @param running classes of the requests that run
     */
    Optional<Turn> next(
            long now, Predicate<String> busy, Admission admission, Collection<SloClass> running)
            throws Exception {
        Optional<Ticket> ticket =
                line.owed(admission.belowShare(running), busy)
                        .flatMap(sloClass -> line.next(now, busy, sloClass))
                        .or(() -> line.next(now, busy));
        return ticket.isEmpty() ? Optional.empty() : Optional.of(take(ticket.get()));
    }

    /** Requests that only wait for a slot, in the order in which they start. */
    List<Ticket> pressing(long now, Predicate<String> busy) {
        return line.pressing(now, busy);
    }

    /** Takes out a waiting request, which its caller answers; empty if it does not wait. */
    Optional<RequestEnvelope> remove(String key, String requestId) throws Exception {
        Optional<Ticket> ticket = line.remove(key, requestId);
        return ticket.isEmpty() ? Optional.empty() : Optional.of(drop(ticket.get()));
    }

    /** Takes out those that may no longer start, which the caller answers. */
    List<RequestEnvelope> expired(long now) throws Exception {
        List<RequestEnvelope> expired = new ArrayList<>();
        for (Ticket ticket : line.expired(now)) {
            expired.add(drop(ticket));
        }
        return expired;
    }

    /**
     * Takes out waiting requests that shall not run, which the caller answers: those with the
     * earliest deadlines first, then those that came first.
     *
     * @param chosen whether a request is one of them
     */
    List<Turn> removeAll(Predicate<Terms> chosen) throws Exception {
        List<Turn> removed = new ArrayList<>();
        for (Ticket ticket : line.removeAll(chosen)) {
            removed.add(new Turn(ticket.key(), drop(ticket)));
        }
        return removed;
    }

    /** Ends the turn of a key whose request was answered. */
    void answered(String key, Origin origin) {
        line.turnEnded(key);
        watermarks.requestAnswered(origin.getEventTime());
    }

    Terms terms(RequestEnvelope envelope) {
        return Terms.of(envelope, settings.maxQueueTime());
    }

    private void lineUp(String key, RequestEnvelope envelope) {
        String requestId = envelope.getRequest().getRequestId();
        if (envelope.getCommand() == Command.GENERATE) {
            line.add(key, requestId, terms(envelope));
        } else {
            line.addCommand(key, requestId, terms(envelope));
        }
        watermarks.requestArrived(envelope.getOrigin().getEventTime());
    }

    private RequestEnvelope drop(Ticket ticket) throws Exception {
        RequestEnvelope envelope = take(ticket).envelope();
        watermarks.requestAnswered(envelope.getOrigin().getEventTime());
        return envelope;
    }

    private Turn take(Ticket ticket) throws Exception {
        return new Turn(ticket.key(), queue.remove(ticket.key(), ticket.requestId()));
    }
}
