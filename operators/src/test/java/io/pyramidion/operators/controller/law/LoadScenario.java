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
import io.pyramidion.schemas.SpeculationPlan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A loop with its clock in the hands of a test: set what the reporters tell, and step. */
final class LoadScenario {

    static final int SLOTS = 8;
    static final int FIXED = 4;
    static final int MOST = 16;
    static final int PREFILL = 256;
    static final long INTERVAL = 500;
    static final Duration STAY = Duration.ofSeconds(2);
    static final Duration STALE = Duration.ofSeconds(3);

    private final List<SpeculationPlan> published = new ArrayList<>();
    private final Map<SloClass, ClassLoad> classes = new EnumMap<>(SloClass.class);
    private final Readings readings = new Readings(STALE);
    private LawSettings settings;
    private ControlLoop loop;
    private long now = 1_000_000;
    private double pressure = Double.NaN;
    private int heads = 1;
    private int running = 1;
    private double full;
    private double acceptance = 0.5;
    private double doomed;
    private long served = 100;
    private RuntimeException unpublishable;

    LoadScenario() {
        this(true, Set.of());
    }

    LoadScenario(boolean adaptive, Set<SloClass> shedClasses) {
        settings =
                new LawSettings(
                        adaptive,
                        FIXED,
                        MOST,
                        PREFILL,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        STAY,
                        shedClasses);
        restart();
    }

    /** A new loop, as after a failure of the job manager. */
    void restart() {
        loop =
                new ControlLoop(
                        settings,
                        readings,
                        () -> now,
                        () -> Instant.ofEpochMilli(now),
                        this::publish);
    }

    private void publish(SpeculationPlan plan) {
        if (unpublishable != null) {
            throw unpublishable;
        }
        published.add(plan);
    }

    /** A new loop of a job whose options have changed. */
    void restart(LawSettings changed) {
        settings = changed;
        restart();
    }

    /** From now on nobody takes plans; null if somebody does. */
    void refusePlans(RuntimeException why) {
        unpublishable = why;
    }

    ControlLoop loop() {
        return loop;
    }

    Readings readings() {
        return readings;
    }

    long now() {
        return now;
    }

    LoadScenario sourceHeldBack(double share) {
        pressure = share;
        return this;
    }

    LoadScenario sourceSilent() {
        pressure = Double.NaN;
        return this;
    }

    LoadScenario heads(int count) {
        heads = count;
        return this;
    }

    LoadScenario running(int requests, double fullRounds) {
        running = requests;
        full = fullRounds;
        return this;
    }

    LoadScenario acceptance(double share) {
        acceptance = share;
        return this;
    }

    LoadScenario doomed(double share) {
        doomed = share;
        return this;
    }

    /** Of a hundred requests that came, how many were served. */
    LoadScenario serves(long requests) {
        served = requests;
        return this;
    }

    LoadScenario waiting(SloClass sloClass, int requests, long oldest) {
        ClassLoad load = load(sloClass);
        classes.put(
                sloClass,
                new ClassLoad(requests, oldest, load.ttft(), load.tpot(), load.deadline()));
        return this;
    }

    /** Of a hundred answers with a ttft_ms, how many met it. */
    LoadScenario attains(SloClass sloClass, int percent) {
        ClassLoad load = load(sloClass);
        classes.put(
                sloClass,
                new ClassLoad(
                        load.waiting(),
                        load.oldestWait(),
                        new Attained(percent, 100 - percent),
                        load.tpot(),
                        load.deadline()));
        return this;
    }

    private ClassLoad load(SloClass sloClass) {
        return classes.getOrDefault(sloClass, ClassLoad.NOTHING);
    }

    /** Reporters tell, and the loop runs once. */
    SpeculationPlan step() {
        for (int head = 0; head < heads; head++) {
            readings.head(head, report(100), now);
        }
        if (!Double.isNaN(pressure)) {
            readings.pressure(0, pressure, now);
        }
        return stepInSilence();
    }

    /** The loop runs once, and nobody tells anything. */
    SpeculationPlan stepInSilence() {
        loop.step();
        now += INTERVAL;
        return latest();
    }

    /** Steps for a time. */
    SpeculationPlan steps(Duration time) {
        for (long t = 0; t < time.toMillis(); t += INTERVAL) {
            step();
        }
        return latest();
    }

    void jump(Duration time) {
        now += time.toMillis();
    }

    HeadReport report(double tokensPerSecond) {
        List<ClassLoad> all = new ArrayList<>();
        for (SloClass sloClass : SloClass.values()) {
            all.add(load(sloClass));
        }
        return new HeadReport(
                all,
                running,
                SLOTS,
                full,
                Math.round(1000 * acceptance),
                Math.round(1000 * (1 - acceptance)),
                tokensPerSecond,
                100,
                served,
                100,
                (int) Math.round(100 * doomed));
    }

    SpeculationPlan latest() {
        return published.get(published.size() - 1);
    }

    List<SpeculationPlan> published() {
        return published;
    }
}
