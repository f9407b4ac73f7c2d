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
package io.pyramidion.operators.controller.law;

import io.pyramidion.operators.request.SloClass;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The latest word of every reporter, with the time at which it came: the first step of the loop,
 * collecting. What is older than the limit is not used. Reporters and the loop may be different
 * threads.
 */
public final class Readings {

    /** A head is called slow below this share of the others' median speed. */
    private static final double SLOW = 0.6;

    private record Read<T>(T value, long at) {}

    private final long limit;
    private final Map<Integer, Read<HeadReport>> heads = new TreeMap<>();
    private final Map<Integer, Read<Double>> pressures = new HashMap<>();
    private int expectedHeads;

    /**
     * @param limit age beyond which a reading is stale
     */
    public Readings(Duration limit) {
        this.limit = limit.toMillis();
    }

    /** Notes how many heads there are. */
    public synchronized void expect(int headCount) {
        expectedHeads = headCount;
    }

    /**
     * Takes in a head's report.
     *
     * @param now milliseconds of the loop's clock, which nobody sets, as in every method here
     */
    public synchronized void head(int subtask, HeadReport report, long now) {
        heads.put(subtask, new Read<>(report, now));
    }

    /** Forgets a head that is gone. */
    public synchronized void headGone(int subtask) {
        heads.remove(subtask);
    }

    /** Takes in the share of its time that a subtask of the source was held back. */
    public synchronized void pressure(int subtask, double share, long now) {
        if (share >= 0) {
            pressures.put(subtask, new Read<>(Math.min(1, share), now));
        }
    }

    /** Forgets a subtask of the source that is gone. */
    public synchronized void pressureGone(int subtask) {
        pressures.remove(subtask);
    }

    /** What is known now: the second step of the loop, evaluating. */
    public synchronized Signals evaluate(long now) {
        Signals signals = new Signals();
        pressures.values().stream()
                .filter(read -> isFresh(read, now))
                .mapToDouble(Read::value)
                .max()
                .ifPresent(highest -> signals.with(Signal.SOURCE_PRESSURE, highest));
        Map<Integer, HeadReport> fresh = new TreeMap<>();
        heads.forEach(
                (subtask, read) -> {
                    if (isFresh(read, now)) {
                        fresh.put(subtask, read.value());
                    }
                });
        signals.with(Signal.HEADS, Math.max(expectedHeads, fresh.size()));
        signals.with(Signal.HEADS_HEARD, fresh.size());
        signals.withSilent(
                IntStream.range(0, expectedHeads)
                        .filter(head -> !fresh.containsKey(head))
                        .boxed()
                        .toList());
        if (!fresh.isEmpty()) {
            addAll(fresh, signals);
        }
        return signals;
    }

    private boolean isFresh(Read<?> read, long now) {
        return now - read.at() <= limit;
    }

    private static void addAll(Map<Integer, HeadReport> heads, Signals signals) {
        List<HeadReport> all = List.copyOf(heads.values());
        double running = all.stream().mapToInt(HeadReport::running).sum();
        double slots = all.stream().mapToInt(HeadReport::slots).sum();
        long accepted = all.stream().mapToLong(HeadReport::accepted).sum();
        long tried = accepted + all.stream().mapToLong(HeadReport::cutShort).sum();
        long arrived = all.stream().mapToLong(HeadReport::arrived).sum();
        long served = all.stream().mapToLong(HeadReport::served).sum();
        int due = all.stream().mapToInt(HeadReport::due).sum();
        int doomed = all.stream().mapToInt(HeadReport::doomed).sum();
        signals.with(Signal.RUNNING, running)
                .with(Signal.SLOTS, slots)
                .with(
                        Signal.FULL_ROUNDS,
                        all.stream().mapToDouble(HeadReport::fullRounds).max().orElse(0))
                .with(Signal.ACCEPTANCE, tried == 0 ? Double.NaN : (double) accepted / tried)
                .with(
                        Signal.UNSERVED,
                        arrived == 0 ? 0 : Math.max(0, (double) (arrived - served) / arrived))
                .with(Signal.DOOMED, due == 0 ? 0 : (double) doomed / due)
                .withSlowest(slowest(heads));
        int waiting = 0;
        for (SloClass sloClass : SloClass.values()) {
            List<ClassLoad> loads = all.stream().map(report -> report.of(sloClass)).toList();
            waiting += add(sloClass, loads, signals);
        }
        signals.with(Signal.WAITING, waiting);
    }

    private static int add(SloClass sloClass, List<ClassLoad> loads, Signals signals) {
        int waiting = loads.stream().mapToInt(ClassLoad::waiting).sum();
        Attained ttft =
                loads.stream().map(ClassLoad::ttft).reduce(Attained.NOTHING, Attained::plus);
        Attained tpot =
                loads.stream().map(ClassLoad::tpot).reduce(Attained.NOTHING, Attained::plus);
        Attained deadline =
                loads.stream().map(ClassLoad::deadline).reduce(Attained.NOTHING, Attained::plus);
        signals.with(Signal.WAITING, sloClass, waiting)
                .with(
                        Signal.OLDEST_WAIT,
                        sloClass,
                        loads.stream().mapToLong(ClassLoad::oldestWait).max().orElse(0))
                .with(Signal.TTFT_ATTAINMENT, sloClass, ttft.share())
                .with(Signal.TPOT_ATTAINMENT, sloClass, tpot.share())
                .with(Signal.DEADLINE_ATTAINMENT, sloClass, deadline.share());
        return waiting;
    }

    /** Keys are routed, so a slow head cannot be relieved from here; but it can be named. */
    private static String slowest(Map<Integer, HeadReport> heads) {
        List<Map.Entry<Integer, Double>> speeds = new ArrayList<>();
        heads.forEach(
                (subtask, report) -> {
                    if (report.running() > 0) {
                        speeds.add(Map.entry(subtask, report.tokensPerSecond() / report.running()));
                    }
                });
        if (speeds.size() < 2) {
            return "";
        }
        speeds.sort(Comparator.comparingDouble(Map.Entry::getValue));
        Map.Entry<Integer, Double> last = speeds.get(0);
        double median = speeds.get(speeds.size() - speeds.size() / 2).getValue();
        return last.getValue() < SLOW * median
                ? "head %d serves %.0f tokens/s a request, others %.0f"
                        .formatted(last.getKey(), last.getValue(), median)
                : "";
    }
}
