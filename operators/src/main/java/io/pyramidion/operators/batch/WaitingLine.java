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

import io.pyramidion.operators.request.Terms;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose request runs next. By SLO class first, then by what is due first (the first token where it
 * can still come in time, else the whole result), then in order of arrival; a request climbs one
 * class each time it has waited for the aging time, and beyond the first class it goes before all
 * others, so that none waits for ever. A busy key is held back: a session's requests run one after
 * another, whatever their classes. Holds tickets only; the requests themselves wait in state.
 */
public final class WaitingLine {

    private final long aging;
    private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();
    private int size;
    private long arrivals;
    private long earliestExpiry = Terms.NEVER;

    /**
     * @param aging time in the line that lifts a request by one class
     */
    public WaitingLine(Duration aging) {
        this.aging = aging.toMillis();
    }

    /** Requests that wait, whether or not their key is busy. */
    public int size() {
        return size;
    }

    public void add(String key, String requestId, Terms terms, long now) {
        Ticket ticket = new Ticket(key, requestId, terms, now, arrivals++);
        waiting.computeIfAbsent(key, ignored -> new ArrayDeque<>()).addLast(ticket);
        size++;
        earliestExpiry = Math.min(earliestExpiry, terms.expiry());
    }

    /** Takes out the ticket of the request that runs next; empty if none may. */
    public Optional<Ticket> next(long now, Predicate<String> busy) {
        return next(now, busy, ticket -> true);
    }

    /** As {@link #next(long, Predicate)}, among those that are allowed. */
    Optional<Ticket> next(long now, Predicate<String> busy, Predicate<Ticket> allowed) {
        Optional<Ticket> next =
                waiting.entrySet().stream()
                        .filter(entry -> !busy.test(entry.getKey()))
                        .map(entry -> entry.getValue().peekFirst())
                        .filter(allowed)
                        .min(order(now));
        next.ifPresent(this::remove);
        return next;
    }

    /** All that wait, in the order in which they would start if no key were busy. */
    List<Ticket> inOrder(long now) {
        return waiting.values().stream().flatMap(Deque::stream).sorted(order(now)).toList();
    }

    private Comparator<Ticket> order(long now) {
        return Comparator.<Ticket>comparingInt(ticket -> ticket.rank(now, aging))
                .thenComparingLong(
                        ticket ->
                                ticket.rank(now, aging) == Ticket.OVERDUE
                                        ? ticket.number()
                                        : ticket.terms().due(now))
                .thenComparingLong(Ticket::number);
    }

    /** Takes a request out that shall not run; empty if it does not wait. */
    Optional<Ticket> remove(String key, String requestId) {
        Optional<Ticket> found = find(key, requestId);
        found.ifPresent(this::remove);
        return found;
    }

    boolean contains(String key) {
        return waiting.containsKey(key);
    }

    boolean contains(String key, String requestId) {
        return find(key, requestId).isPresent();
    }

    private Optional<Ticket> find(String key, String requestId) {
        return waiting.getOrDefault(key, new ArrayDeque<>()).stream()
                .filter(ticket -> ticket.requestId().equals(requestId))
                .findFirst();
    }

    /** Takes out those that may no longer start. */
    List<Ticket> expired(long now) {
        if (now < earliestExpiry) {
            return List.of();
        }
        List<Ticket> expired = new ArrayList<>();
        earliestExpiry = Terms.NEVER;
        for (Deque<Ticket> tickets : waiting.values()) {
            for (Ticket ticket : tickets) {
                if (ticket.terms().allowStart(now)) {
                    earliestExpiry = Math.min(earliestExpiry, ticket.terms().expiry());
                } else {
                    expired.add(ticket);
                }
            }
        }
        expired.forEach(this::remove);
        return expired;
    }

    /**
     * Takes out requests that shall not run, those with the earliest deadlines first, then those
     * that came first.
     *
     * @param chosen whether a request is one of them
     * @param most how many at most
     */
    List<Ticket> removeAny(Predicate<Terms> chosen, int most) {
        List<Ticket> removed =
                waiting.values().stream()
                        .flatMap(Deque::stream)
                        .filter(ticket -> chosen.test(ticket.terms()))
                        .sorted(
                                Comparator.<Ticket>comparingLong(
                                                ticket -> ticket.terms().deadline())
                                        .thenComparingLong(Ticket::number))
                        .limit(most)
                        .toList();
        removed.forEach(this::remove);
        return removed;
    }

    private void remove(Ticket ticket) {
        Deque<Ticket> tickets = waiting.get(ticket.key());
        for (Iterator<Ticket> each = tickets.iterator(); each.hasNext(); ) {
            if (each.next() == ticket) {
                each.remove();
                size--;
            }
        }
        if (tickets.isEmpty()) {
            waiting.remove(ticket.key());
        }
    }

    /** Ends a key's turn: its next request, if one waits, counts as the latest arrival. */
    void turnEnded(String key) {
        Deque<Ticket> tickets = waiting.get(key);
        if (tickets != null) {
            tickets.addFirst(tickets.removeFirst().behind(arrivals++));
        }
    }
}
