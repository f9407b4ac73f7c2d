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
package io.pyramidion.simulation.fleet;

import io.pyramidion.simulation.SimulationException;
import io.pyramidion.simulation.decoder.Script;
import io.pyramidion.simulation.profile.CostProfile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Task managers among which requests are spread by their keys, as Flink does. They share nothing,
 * so each is simulated on its own, several at a time. Every run of the same input gives the same
 * result. Immutable.
 */
public final class Fleet {

    /** Most task managers of a fleet. */
    public static final int MAX_TASK_MANAGERS = 100_000;

    private final FleetSettings settings;
    private final CostProfile profile;
    private final Script script;
    private final int threads;
    private final long seed;

    /**
     * @param threads task managers that are simulated at a time, at least 1
     * @param seed of routes and texts
     */
    public Fleet(FleetSettings settings, CostProfile profile, int threads, long seed) {
        this.settings = settings;
        this.profile = profile;
        this.script = new Script(profile.kinds());
        this.threads = threads;
        this.seed = seed;
    }

    /**
     * Serves requests.
     *
     * @param requests in order of arrival
     * @param taskManagers among how many they are spread, 1 to {@link #MAX_TASK_MANAGERS}
     * @param simulated how many of these are simulated; the others get their requests too, and are
     *     taken to fare alike
     * @throws SimulationException if a number is outside its limits
     */
    public FleetResult run(List<Request> requests, Way way, int taskManagers, int simulated) {
        if (taskManagers < 1 || taskManagers > MAX_TASK_MANAGERS) {
            throw new SimulationException(
                    "task-managers is %d; allowed: 1 to %d"
                            .formatted(taskManagers, MAX_TASK_MANAGERS));
        }
        int count = Math.min(taskManagers, Math.max(1, simulated));
        List<List<Request>> routed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            routed.add(new ArrayList<>());
        }
        for (Request request : requests) {
            int route = route(request.arrival().number(), taskManagers);
            if (route < count) {
                routed.get(route).add(request);
            }
        }
        return new FleetResult(way.name(), taskManagers, count, serve(routed, way));
    }

    private int route(long number, int taskManagers) {
        return (int) Long.remainderUnsigned(Script.seed(~seed, number, 0) >>> 8, taskManagers);
    }

    private List<Served> serve(List<List<Request>> routed, Way way) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Served>>> runs = new ArrayList<>(routed.size());
            for (List<Request> own : routed) {
                runs.add(() -> new TaskManager(settings, profile, script, way, seed, own).run());
            }
            List<Served> served = new ArrayList<>();
            for (Future<List<Served>> future : pool.invokeAll(runs)) {
                served.addAll(future.get());
            }
            return served;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulationException("The simulation was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A simulated task manager failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
