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

import io.pyramidion.cli.terminal.Text;
import io.pyramidion.schemas.StageStatistics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The stages of speculation, for people. */
public final class Stages {

    private static final Map<String, String> NAMES =
            Map.of(
                    "draft_qualifier", "draft→qualifier",
                    "qualifier_target", "qualifier→target",
                    "draft_target", "draft→target",
                    "prompt_lookup", "prompt lookup");

    private static final int MAX_POSITIONS = 8;

    private Stages() {}

    /** {@code draft→qualifier} for {@code draft_qualifier}. */
    public static String shown(String stage) {
        return NAMES.getOrDefault(stage, stage);
    }

    /** {@code draft→qualifier 74%}; nothing may be said of a stage without proposals. */
    public static String rate(String stage, StageStatistics counts) {
        return shown(stage) + " " + Text.percent(share(counts.getAccepted(), counts.getDrafted()));
    }

    /**
     * {@code 81·67}: percent accepted at the first positions of a run; empty where nothing is known
     * of positions.
     */
    public static String positions(StageStatistics counts) {
        List<Long> drafted = counts.getDraftedPerPosition();
        List<Long> accepted = counts.getAcceptedPerPosition();
        return IntStream.range(0, Math.min(MAX_POSITIONS, drafted.size()))
                .filter(i -> drafted.get(i) > 0)
                .mapToObj(i -> Math.round(100 * share(accepted.get(i), drafted.get(i))))
                .map(String::valueOf)
                .collect(Collectors.joining("·"));
    }

    private static double share(long part, long whole) {
        return (double) part / whole;
    }
}
