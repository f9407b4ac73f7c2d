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
package io.pyramidion.operators.settings;

import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How a job adapts to its load.
 *
 * @param mode who decides
 * @param interval time between two decisions
 * @param minStay least time at a level of pressure before it may fall
 * @param maxCandidates most candidates that the controller allows
 * @param interactiveWait longest wait of class interactive before the job counts as saturated
 * @param standardWait longest wait of class standard
 * @param shedClasses names of the SLO classes that may be shed
 * @param profileTime how long measuring one model's passes may take when it is loaded
 * @param chain which of a job's chains these are for: chains of different names have controllers of
 *     their own, and uids that begin with the name; {@link #ONLY_CHAIN} if there is but one
 */
public record ControlSettings(
        ControlMode mode,
        Duration interval,
        Duration minStay,
        int maxCandidates,
        Duration interactiveWait,
        Duration standardWait,
        List<String> shedClasses,
        Duration profileTime,
        String chain)
        implements Serializable {

    /** The {@link #chain} of a job with one. */
    public static final String ONLY_CHAIN = "";

    private static final int REPORTS = 2;
    private static final int READINGS = 4;
    private static final int STAY = 10;

    /** As the options stand by default, but without a controller. */
    public static final ControlSettings OFF = standard(ControlMode.OFF);

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public ControlSettings {
        shedClasses = List.copyOf(shedClasses);
        ControlOptions.INTERVAL.check(interval);
        ControlOptions.MIN_STAY.check(minStay);
        ControlOptions.MAX_CANDIDATES.check(maxCandidates);
        ControlOptions.INTERACTIVE_WAIT.check(interactiveWait);
        ControlOptions.STANDARD_WAIT.check(standardWait);
        ControlOptions.SHED_CLASSES.check(shedClasses);
        ControlOptions.PROFILE_TIME.check(profileTime);
        refuseIf(
                minStay.compareTo(interval) < 0,
                ControlOptions.MIN_STAY,
                minStay,
                "at least " + ControlOptions.INTERVAL.named(interval));
        refuseIf(
                standardWait.compareTo(interactiveWait) < 0,
                ControlOptions.STANDARD_WAIT,
                standardWait,
                "at least " + ControlOptions.INTERACTIVE_WAIT.named(interactiveWait));
    }

    /** The same for one of several chains of a job. */
    public ControlSettings forChain(String name) {
        return new ControlSettings(
                mode,
                interval,
                minStay,
                maxCandidates,
                interactiveWait,
                standardWait,
                shedClasses,
                profileTime,
                name);
    }

    /** As the options stand by default, in a mode. */
    public static ControlSettings standard(ControlMode mode) {
        return new ControlSettings(
                mode,
                ControlOptions.INTERVAL.defaultValue(),
                minStay(ControlOptions.INTERVAL.defaultValue()),
                ControlOptions.MAX_CANDIDATES.defaultValue(),
                ControlOptions.INTERACTIVE_WAIT.defaultValue(),
                ControlOptions.STANDARD_WAIT.defaultValue(),
                List.of(),
                ControlOptions.PROFILE_TIME.defaultValue(),
                ONLY_CHAIN);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static ControlSettings of(ReadableConfig config) {
        int length = SpeculationOptions.QUALIFIER_LENGTH.get(config);
        int most = ControlOptions.MAX_CANDIDATES.get(config);
        boolean given = ControlOptions.MAX_CANDIDATES.isGiven(config);
        refuseIf(
                given && most < length,
                ControlOptions.MAX_CANDIDATES,
                most,
                "at least " + SpeculationOptions.QUALIFIER_LENGTH.named(length));
        Duration interval = ControlOptions.INTERVAL.get(config);
        return new ControlSettings(
                ControlOptions.MODE.get(config),
                interval,
                ControlOptions.MIN_STAY.find(config).orElse(minStay(interval)),
                Math.max(most, length),
                ControlOptions.INTERACTIVE_WAIT.get(config),
                ControlOptions.STANDARD_WAIT.get(config),
                ControlOptions.SHED_CLASSES.get(config),
                ControlOptions.PROFILE_TIME.get(config),
                ONLY_CHAIN);
    }

    /** Whether there is a controller that measures. */
    public boolean isOn() {
        return mode != ControlMode.OFF;
    }

    /** Time between two reports of a subtask: what a decision rests on is half an interval old. */
    public Duration reportInterval() {
        return interval.dividedBy(REPORTS);
    }

    /** Time between two readings of the source's back pressure, which are smoothed. */
    public Duration probeInterval() {
        return interval.dividedBy(READINGS);
    }

    private static Duration minStay(Duration interval) {
        return interval.multipliedBy(STAY);
    }

    private static <T> void refuseIf(
            boolean refused, BoundedOption<T> option, T value, String allowed) {
        if (refused) {
            throw new IllegalArgumentException(option.refusal(value, allowed));
        }
    }
}
