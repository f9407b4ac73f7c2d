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

import io.pyramidion.cli.answers.Arms;
import io.pyramidion.cli.answers.Stages;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.StageCount;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How fast a {@code generate} was, in the lines that it ends with. */
final class SpeedSummary {

    private SpeedSummary() {}

    /**
     * The lines; none tells of speculation where nothing was proposed.
     *
     * @param loading time that the models took to load
     * @param generating time from the first round to the last
     */
    static List<String> lines(Tally tally, Duration loading, Duration generating) {
        List<String> lines = new ArrayList<>();
        lines.add(work(tally) + (tally.texts() == 0 ? "" : ": " + speed(tally, generating)));
        String accepted = accepted(tally.stages());
        if (!accepted.isEmpty()) {
            lines.add("accepted: " + accepted);
            lines.add("rounds: " + rounds(tally.roundCount()));
        }
        lines.add("models loaded in " + Text.time(loading.toMillis()));
        return lines;
    }

    private static String work(Tally tally) {
        if (tally.texts() == 0) {
            return tally.refused() == 0
                    ? "no prompts: nothing generated"
                    : Text.count(tally.refused(), "prompt") + " refused: nothing generated";
        }
        String refused = tally.refused() == 0 ? "" : ", " + tally.refused() + " refused";
        if (!tally.isComplete() && tally.texts() == 1) {
            return "stopped" + refused;
        }
        if (!tally.isComplete()) {
            return "stopped after %d of %s%s"
                    .formatted(tally.finished(), Text.count(tally.texts(), tally.noun()), refused);
        }
        String texts = tally.texts() == tally.prompts() ? "" : ", " + tally.texts() + " texts";
        return Text.count(tally.prompts(), "prompt") + texts + refused;
    }

    private static String speed(Tally tally, Duration generating) {
        String took =
                Text.count(tally.tokens(), "token") + " in " + Text.time(generating.toMillis());
        return tally.tokens() == 0
                ? took
                : took + ", " + Text.perSecond(tally.tokens(), generating) + " tokens/s";
    }

    private static String rounds(RoundCount rounds) {
        Map<String, Long> arms = new HashMap<>();
        rounds.byArm().forEach((arm, count) -> arms.put(arm.wireName(), count));
        return String.format(
                Locale.ROOT, "%s; %.1f candidates each", Arms.shown(arms), rounds.meanCandidates());
    }

    private static String accepted(Map<AcceptanceStage, StageCount> stages) {
        return stages.entrySet().stream()
                .filter(stage -> stage.getValue().drafted() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(stage -> accepted(stage.getKey(), stage.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String accepted(AcceptanceStage stage, StageCount count) {
        return "%s %s (%d of %d)"
                .formatted(
                        Stages.shown(stage.wireName()),
                        Text.percent((double) count.accepted() / count.drafted()),
                        count.accepted(),
                        count.drafted());
    }
}
