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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.StageCount;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code generate} has done so far, in numbers.
 *
 * @param prompts that are served
 * @param refused prompts that are not
 * @param texts to come of the prompts that are served
 * @param running of these texts, those that have begun and are not finished
 * @param finished of these texts
 * @param tokens generated
 * @param stages what was proposed and accepted
 * @param roundCount by whom
 */
record Tally(
        int prompts,
        int refused,
        int texts,
        int running,
        int finished,
        long tokens,
        Map<AcceptanceStage, StageCount> stages,
        RoundCount roundCount) {

    Tally {
        stages = Map.copyOf(stages);
    }

    boolean isComplete() {
        return finished == texts;
    }

    /** What texts are called: a prompt each, where each prompt gets one. */
    String noun() {
        return texts == prompts ? "prompt" : "text";
    }

    /**
     * The time that is left at the speed so far, where a running text counts as half a text; empty
     * as long as none is finished. At least a second.
     *
     * @param elapsed since the first text began
     */
    Optional<Duration> timeLeft(Duration elapsed) {
        if (finished == 0 || isComplete()) {
            return Optional.empty();
        }
        double done = finished + running / 2.0;
        double seconds = elapsed.toMillis() / 1000.0 * (texts - done) / done;
        return Optional.of(Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds))));
    }
}
