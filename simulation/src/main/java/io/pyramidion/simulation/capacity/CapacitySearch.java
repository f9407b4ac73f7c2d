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
package io.pyramidion.simulation.capacity;

import io.pyramidion.simulation.fleet.Fleet;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.Way;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds the smallest fleet that serves a load within its targets, for one way to speculate: from an
 * estimate upwards or downwards by doubling, then by halving the interval. Remembers every fleet
 * that it tried. Used by one thread.
 */
public final class CapacitySearch {

    /** Requests by which the throughput of a full task manager is estimated. */
    private static final int ESTIMATED_BY = 200;

    /** Share of that throughput at which targets may still be kept. */
    private static final double USABLE = 0.8;

    /** Requests from which the attainment of a fleet is told. */
    private static final int ENOUGH = 500;

    private static final double NANOS_PER_SECOND = 1e9;

    /** A fleet is found to this share of its size. */
    private static final int EXACTNESS = 64;

    private final Fleet fleet;
    private final List<Request> requests;
    private final Way way;
    private final double goal;
    private final int simulated;
    private final Consumer<Point> tried;
    private final TreeMap<Integer, Point> points = new TreeMap<>();

    /**
     * @param requests in order of arrival; at least one
     * @param goal wanted attainment, 0 to 1
     * @param simulated task managers that are simulated of a fleet; more if they get too few
     *     requests to tell
     * @param tried sees each fleet after it was tried
     */
    public CapacitySearch(
            Fleet fleet,
            List<Request> requests,
            Way way,
            double goal,
            int simulated,
            Consumer<Point> tried) {
        this.fleet = fleet;
        this.requests = requests;
        this.way = way;
        this.goal = goal;
        this.simulated = simulated;
        this.tried = tried;
    }

    /**
     * The smallest fleet that reaches the goal; empty if none does up to the largest allowed. Small
     * fleets are found exactly, large ones to a sixty-fourth.
     *
     * @param least smallest fleet allowed
     * @param most largest fleet allowed
     */
    public OptionalInt needed(int least, int most) {
        int above = Math.max(least, Math.min(most, estimate()));
        int below = least - 1;
        while (!reaches(above)) {
            below = above;
            if (above == most) {
                return OptionalInt.empty();
            }
            above = Math.min(most, 2 * above);
        }
        while (below == least - 1 && above > least) {
            int half = Math.max(least, above / 2);
            if (!reaches(half)) {
                below = half;
            } else {
                above = half;
            }
        }
        while (above - below > Math.max(1, above / EXACTNESS)) {
            int middle = (above + below) >>> 1;
            if (reaches(middle)) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return OptionalInt.of(above);
    }

    private boolean reaches(int taskManagers) {
        return at(taskManagers).attainment() >= goal;
    }

    /** How a fleet fares. */
    public Point at(int taskManagers) {
        Point known = points.get(taskManagers);
        if (known == null) {
            known = Point.of(fleet.run(requests, way, taskManagers, enough(taskManagers)));
            points.put(taskManagers, known);
            tried.accept(known);
        }
        return known;
    }

    /**
     * With few requests for each task manager, more of these are simulated: none proves nothing.
     */
    private int enough(int taskManagers) {
        long wanted = (long) Math.ceil((double) ENOUGH * taskManagers / requests.size());
        return (int) Math.max(simulated, Math.min(taskManagers, wanted));
    }

    /** Every fleet that was tried, by size. */
    public Collection<Point> points() {
        return points.values();
    }

    /** By what one task manager can do at most. */
    private int estimate() {
        List<Request> some = requests.subList(0, Math.min(ESTIMATED_BY, requests.size()));
        double most = Point.of(fleet.run(atOnce(some), way, 1, 1)).tokensPerSecond() * USABLE;
        long tokens = requests.stream().mapToLong(r -> r.arrival().outputTokens()).sum();
        long span = requests.get(requests.size() - 1).arrival().nanos();
        double seconds = Math.max(1, span / NANOS_PER_SECOND);
        return (int) Math.max(1, Math.ceil(tokens / seconds / most));
    }

    private static List<Request> atOnce(List<Request> requests) {
        return requests.stream().map(Request::atStart).toList();
    }
}
