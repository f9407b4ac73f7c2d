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

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** How the job adapts to its load. */
public final class ControlOptions {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Names of the SLO classes, the most urgent first. */
    static final List<String> CLASSES = List.of("interactive", "standard", "batch");

    private static final Limit<List<String>> CLASS_NAMES =
            new Limit<>(
                    "List<String>",
                    CLASSES::containsAll,
                    "any of " + String.join(", ", CLASSES) + ", separated by semicolons");

    public static final BoundedOption<ControlMode> MODE =
            BoundedOption.of(
                    key("pyramidion.control.mode")
                            .enumType(ControlMode.class)
                            .defaultValue(ControlMode.ADAPTIVE)
                            .withDescription(
                                    "Who decides how the job speculates. adaptive: the"
                                            + " controller and each round, by load and by what"
                                            + " requests ask for. fixed: the lengths of the"
                                            + " options; the controller only tells how hard"
                                            + " the job is pressed. off: the lengths of the"
                                            + " options; nothing is measured. A savepoint of"
                                            + " one mode can be restored in any other."),
                    Limit.anyOf(ControlMode.class));

    public static final BoundedOption<Duration> INTERVAL =
            BoundedOption.of(
                    key("pyramidion.control.interval")
                            .durationType()
                            .defaultValue(Duration.ofMillis(500))
                            .withDescription(
                                    "Time between two decisions of the controller. Subtasks"
                                            + " report twice in this time, and the source's"
                                            + " back pressure is read four times."),
                    Limit.between(SHORTEST, LONGEST, Duration.ofMillis(500)));

    public static final BoundedOption<Duration> MIN_STAY =
            BoundedOption.of(
                    key("pyramidion.control.min-stay")
                            .durationType()
                            .noDefaultValue()
                            .withDescription(
                                    "Least time at a level of pressure before it may fall, and"
                                            + " between two steps of what opens or closes by"
                                            + " steps. Pressure rises at once. Not shorter"
                                            + " than interval. Default: ten intervals."),
                    Limit.between(SHORTEST, Duration.ofHours(1), Duration.ofSeconds(5)));

    public static final BoundedOption<Integer> MAX_CANDIDATES =
            BoundedOption.of(
                    key("pyramidion.control.max-candidates")
                            .intType()
                            .defaultValue(16)
                            .withDescription(
                                    "Maximum number of tokens that the controller lets stand"
                                            + " for a request before the target verifies"
                                            + " them. If it is not set, it is at least"
                                            + " speculation.qualifier-length."),
                    Limit.between(1, SpeculationSettings.MAX_LENGTH));

    public static final BoundedOption<Duration> INTERACTIVE_WAIT =
            BoundedOption.of(
                    key("pyramidion.control.interactive-wait")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(2))
                            .withDescription(
                                    "When a request of class interactive waits longer than"
                                            + " this, the job counts as saturated."),
                    Limit.atLeast(Duration.ofMillis(1), Duration.ofSeconds(2)));

    public static final BoundedOption<Duration> STANDARD_WAIT =
            BoundedOption.of(
                    key("pyramidion.control.standard-wait")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(10))
                            .withDescription(
                                    "When a request of class standard waits longer than this,"
                                            + " the job counts as saturated. Not shorter than"
                                            + " interactive-wait."),
                    Limit.atLeast(Duration.ofMillis(1), Duration.ofSeconds(10)));

    public static final BoundedOption<List<String>> SHED_CLASSES =
            BoundedOption.of(
                    key("pyramidion.control.shed-classes")
                            .stringType()
                            .asList()
                            .defaultValues()
                            .withDescription(
                                    "SLO classes whose waiting requests are answered at once,"
                                            + " with finish_reason overloaded, while the job"
                                            + " drowns. Requests with slo.shed: true are"
                                            + " treated so in any class, and those with"
                                            + " slo.shed: false in none."),
                    CLASS_NAMES);

    public static final BoundedOption<Duration> PROFILE_TIME =
            BoundedOption.of(
                    key("pyramidion.control.profile-time")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(1))
                            .withDescription(
                                    "How long measuring the passes of one model may take when it"
                                            + " is loaded, in mode adaptive. With 0 s their"
                                            + " times are guessed at first. Either way they"
                                            + " are corrected by what rounds take."),
                    Limit.between(Duration.ZERO, LONGEST, Duration.ofSeconds(1)));

    private ControlOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(
                MODE,
                INTERVAL,
                MIN_STAY,
                MAX_CANDIDATES,
                INTERACTIVE_WAIT,
                STANDARD_WAIT,
                SHED_CLASSES,
                PROFILE_TIME);
    }
}
