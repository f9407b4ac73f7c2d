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
package io.pyramidion.cli.metrics;

import io.pyramidion.cli.answers.Stages;
import io.pyramidion.schemas.StageStatistics;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the running job measures of itself.
 *
 * @param running requests in the running batches
 * @param waiting requests that wait for a place in one
 * @param generated tokens generated so far
 * @param inForce what the job does about its load
 * @param acceptance by stage, what was proposed and what the next model took of it
 */
public record JobNumbers(
        long running,
        long waiting,
        long generated,
        InForce inForce,
        Map<String, StageStatistics> acceptance) {

    public static final JobNumbers NONE = new JobNumbers(0, 0, 0, InForce.NOTHING, Map.of());

    /** The numbers on one line. */
    public String line(double tokensPerSecond) {
        String stages =
                acceptance.entrySet().stream()
                        .filter(stage -> stage.getValue().getDrafted() > 0)
                        .map(stage -> " · " + shown(stage.getKey(), stage.getValue()))
                        .sorted()
                        .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "%.0f tokens/s · running %d · waiting %d%s%s",
                tokensPerSecond,
                running,
                waiting,
                inForce.shown(),
                stages);
    }

    private static String shown(String stage, StageStatistics counts) {
        String positions = Stages.positions(counts);
        return Stages.rate(stage, counts) + (positions.isEmpty() ? "" : " (" + positions + ")");
    }
}
