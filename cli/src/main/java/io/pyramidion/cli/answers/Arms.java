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
package io.pyramidion.cli.answers;

import io.pyramidion.engine.speculation.Arm;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The rounds of speculation by who proposed, for people. */
public final class Arms {

    private Arms() {}

    /**
     * {@code 31 draft→target, 4 off}: the arm of most rounds first.
     *
     * @param rounds by the arms' names in results
     */
    public static String shown(Map<String, Long> rounds) {
        return rounds.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(arm -> arm.getValue() + " " + shown(arm.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(String name) {
        return Arm.find(name).map(Arms::shown).orElse(name);
    }

    /** {@code draft→target} for {@link Arm#DRAFT_TARGET}. */
    public static String shown(Arm arm) {
        return switch (arm) {
            case OFF, PROMPT_LOOKUP -> arm.wireName().replace('_', ' ');
            default -> String.join("→", Arrays.asList(arm.wireName().split("_")));
        };
    }
}
