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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.List;

/**
 * What is compared. Several may be one job's, told apart by what their requests ask for.
 *
 * @param key on the command line
 * @param name in reports
 * @param job which job serves it
 * @param preference what its requests ask of speculation; null for nothing
 * @param objectives whether its requests say what they want
 */
record Policy(
        String key,
        String name,
        ServeJob job,
        SpeculationPreference preference,
        boolean objectives) {

    private static final String PLAIN = "plain";
    private static final String OURS = "ours";

    /**
     * All of them.
     *
     * @param othersToo whether requests say what they want to policies that are not ours as well
     */
    static List<Policy> all(boolean othersToo) {
        return List.of(
                fixed(PLAIN, PLAIN, preference("off", null, null, null), othersToo),
                draft(1, othersToo),
                draft(3, othersToo),
                draft(5, othersToo),
                fixed(
                        "pyramid",
                        "pyramid 4:2",
                        preference("exact", List.of("draft", "qualifier"), 2, 4),
                        othersToo),
                new Policy("threshold", "threshold", ServeJob.THRESHOLD, draftAlone(), othersToo),
                new Policy("smartspec", "SmartSpec", ServeJob.SMART_SPEC, draftAlone(), othersToo),
                new Policy(
                        "ours-without-slos",
                        "ours without SLOs",
                        ServeJob.OURS_WITHOUT_SLOS,
                        null,
                        false),
                new Policy(OURS, OURS, ServeJob.OURS, null, true));
    }

    /**
     * Those with these keys, in the order of {@link #all}.
     *
     * @throws BenchException naming an unknown key, or if plain decoding or ours is missing
     */
    static List<Policy> of(String option, List<String> keys, boolean othersToo) {
        List<Policy> all = all(othersToo);
        List<String> known = all.stream().map(Policy::key).toList();
        for (String key : keys) {
            if (!known.contains(key)) {
                throw new BenchException(
                        "%s has %s; allowed: %s".formatted(option, key, String.join(", ", known)));
            }
        }
        if (!keys.contains(PLAIN) || !keys.contains(OURS)) {
            throw new BenchException(
                    option + " is " + String.join(",", keys) + "; allowed: with plain and ours");
        }
        return all.stream().filter(policy -> keys.contains(policy.key())).toList();
    }

    /** The same, served by another job. */
    Policy servedBy(ServeJob other) {
        return new Policy(key, name, other, preference, objectives);
    }

    boolean isPlain() {
        return key.equals(PLAIN);
    }

    /** Whether it does the same in every round. */
    boolean isFixed() {
        return isPlain() || job == ServeJob.FIXED;
    }

    boolean isOurs() {
        return key.equals(OURS);
    }

    private static Policy draft(int length, boolean objectives) {
        return fixed(
                "fixed-" + length,
                "draft→target " + length,
                preference("exact", List.of("draft"), length, null),
                objectives);
    }

    private static Policy fixed(
            String key, String name, SpeculationPreference preference, boolean objectives) {
        return new Policy(key, name, ServeJob.FIXED, preference, objectives);
    }

    private static SpeculationPreference draftAlone() {
        return preference("exact", List.of("draft"), null, null);
    }

    private static SpeculationPreference preference(
            String mode, List<String> models, Integer draftLength, Integer qualifierLength) {
        SpeculationPreference preference = new SpeculationPreference();
        preference.setMode(mode);
        preference.setModels(models);
        preference.setDraftLength(draftLength);
        preference.setQualifierLength(qualifierLength);
        return preference;
    }
}
