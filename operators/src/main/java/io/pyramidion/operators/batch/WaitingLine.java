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

import io.pyramidion.operators.request.SloClass;
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
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose request runs next. By SLO class first, then by what is due first (the first token where it
 * can still come in time, else the whole result), then in order of arrival; a request climbs one
 * class each time it has waited for the aging time, and beyond the first class it goes before all
 * others, so that none waits for ever. A busy key is held back: a session's requests run one after
 * another, whatever their classes. Holds tickets only; the requests themselves wait in state.
 *
 * <p>Two clocks: what is due is compared with milliseconds since the epoch, which are handed in,
 * and how long a request waits is measured by a clock that nobody sets.
 */
public final class WaitingLine {

    private final long aging;
    private final LongSupplier ticks;
    private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();
    private int size;
    private long arrivals;
    private long earliestExpiry = Terms.NEVER;

    /**
     * @param aging time in the line that lifts a request by one class
     * @param ticks milliseconds of a clock that nobody sets
     */
    public WaitingLine(Duration aging, LongSupplier ticks) {
        this.aging = aging.toMillis();
        this.ticks = ticks;
    }

    /** Requests that wait, whether or not their key is busy. */
    public int size() {
        return size;
    }

    public void add(String key, String requestId, Terms terms) {
        add(key, requestId, terms, false);
    }

    /** Lines up a command, which is no request that waits for a slot. */
    void addCommand(String key, String requestId, Terms terms) {
        add(key, requestId, terms, true);
    }

    private void add(String key, String requestId, Terms terms, boolean command) {
        Ticket ticket = new Ticket(key, requestId, terms, command, ticks.getAsLong(), arrivals++);
        waiting.computeIfAbsent(key, ignored -> new ArrayDeque<>()).addLast(ticket);
        size++;
        earliestExpiry = Math.min(earliestExpiry, terms.expiry());
    }

    /** Takes out the ticket of the request that runs next; empty if none may. */
    public Optional<Ticket> next(long now, Predicate<String> busy) {
        return next(now, busy, ticket -> true);
    }

    /** As {@link #next(long, Predicate)}, among those of a class. */
    Optional<Ticket> next(long now, Predicate<String> busy, SloClass sloClass) {
        return next(now, busy, ticket -> ticket.terms().sloClass() == sloClass);
    }

    private Optional<Ticket> next(long now, Predicate<String> busy, Predicate<Ticket> allowed) {
        Optional<Ticket> next = mayStart(busy).filter(allowed).min(order(now));
        next.ifPresent(this::remove);
        return next;
    }

    /**
     * Whose turn it is among classes that have less than their share: the first class, else the
     * class of the request that has waited longest, so that none of them starves by another. Empty
     * if none waits.
     */
    Optional<SloClass> owed(Set<SloClass> classes, Predicate<String> busy) {
        return mayStart(busy)
                .filter(ticket -> classes.contains(ticket.terms().sloClass()))
                .min(
                        Comparator.<Ticket, Boolean>comparing(
                                        ticket -> ticket.terms().sloClass() != SloClass.INTERACTIVE)
                                .thenComparingLong(Ticket::number))
                .map(ticket -> ticket.terms().sloClass());
    }

    private Stream<Ticket> mayStart(Predicate<String> busy) {
        return waiting.entrySet().stream()
                .filter(entry -> !busy.test(entry.getKey()))
                .map(entry -> entry.getValue().peekFirst());
    }

    /**
     * Requests that only wait for a slot, in the order in which they start. What waits for its own
     * session does not press, nor do commands.
     */
    List<Ticket> pressing(long now, Predicate<String> busy) {
        return waiting.entrySet().stream()
                .filter(entry -> !busy.test(entry.getKey()))
                .flatMap(
                        entry ->
                                entry.getValue().stream()
                                        .filter(ticket -> !ticket.command())
                                        .limit(1))
                .sorted(order(now))
                .toList();
    }

    private Comparator<Ticket> order(long now) {
        long tick = ticks.getAsLong();
        return Comparator.<Ticket>comparingInt(ticket -> ticket.rank(tick, aging))
                .thenComparingLong(
                        ticket ->
                                ticket.rank(tick, aging) == Ticket.OVERDUE
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
     */
    List<Ticket> removeAll(Predicate<Terms> chosen) {
        List<Ticket> removed =
                waiting.values().stream()
                        .flatMap(Deque::stream)
                        .filter(ticket -> chosen.test(ticket.terms()))
                        .sorted(
                                Comparator.<Ticket>comparingLong(
                                                ticket -> ticket.terms().deadline())
                                        .thenComparingLong(Ticket::number))
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
