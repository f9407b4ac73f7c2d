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

import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.GenerationResult;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A finished request in a few lines: what was asked, what came, what it took, and how. */
public final class ResultBlock {

    private static final int NAME_WIDTH = 16;
    private static final int MIN_TEXT = 20;

    private ResultBlock() {}

    /**
     * The lines.
     *
     * @param asked the prompt; empty if it is not known
     */
    public static List<String> lines(GenerationResult result, String asked, Screen screen) {
        Style style = screen.style();
        int room = Math.max(MIN_TEXT, screen.width() - NAME_WIDTH - 3);
        String name =
                style.bold(Text.padded(Text.head(result.getRequestId(), NAME_WIDTH), NAME_WIDTH));
        String indent = " ".repeat(NAME_WIDTH + 1);
        List<String> answers = answers(result, style, room).map(answer -> indent + answer).toList();
        String cost = indent + style.faint(Text.head(cost(result), room));
        List<String> lines = new ArrayList<>();
        if (asked.isEmpty()) {
            lines.addAll(answers);
            lines.set(0, name + " " + answers.get(0).stripLeading());
        } else {
            lines.add(name + " " + style.accent(Text.head(Text.line(asked), room)));
            lines.addAll(answers);
        }
        lines.add(cost);
        String how = how(result);
        if (!how.isEmpty()) {
            lines.add(indent + style.faint(Text.head("  " + how, room)));
        }
        return lines;
    }

    /** A line for each text, or for what went wrong. */
    private static Stream<String> answers(GenerationResult result, Style style, int room) {
        if (result.getError() != null) {
            String message = Text.head(Text.line(result.getError().getMessage()), room - 2);
            return Stream.of(style.bad("✗ " + message));
        }
        Stream<String> texts =
                result.getChoices() == null
                        ? Stream.of(result.getText())
                        : result.getChoices().stream().map(Choice::getText);
        return texts.map(text -> style.good("▸") + " " + Text.head(Text.line(text), room - 2));
    }

    private static String cost(GenerationResult result) {
        String stages =
                result.getSpeculation().getStages().entrySet().stream()
                        .filter(stage -> stage.getValue().getDrafted() > 0)
                        .map(stage -> " · " + Stages.rate(stage.getKey(), stage.getValue()))
                        .sorted()
                        .collect(Collectors.joining());
        String resumed =
                result.getResumedFrom() == null ? "" : " · resumed from " + result.getResumedFrom();
        String texts = result.getChoices() == null ? "" : result.getChoices().size() + " texts · ";
        return "  %s%s · %s · first after %s · %s%s%s"
                .formatted(
                        texts,
                        Text.count(result.getUsage().getCompletionTokens(), "token"),
                        Text.time(result.getTimings().getTotalMs()),
                        Text.time(result.getTimings().getTtftMs()),
                        result.getFinishReason(),
                        stages,
                        resumed);
    }

    /** Its objectives and its rounds; empty where it had neither. */
    private static String how(GenerationResult result) {
        List<String> parts = new ArrayList<>(Objectives.shown(result.getSlo()));
        String arms = Arms.shown(result.getSpeculation().getRoundsByArm());
        if (!arms.isEmpty()) {
            parts.add("rounds: " + arms);
        }
        return String.join(" · ", parts);
    }
}
