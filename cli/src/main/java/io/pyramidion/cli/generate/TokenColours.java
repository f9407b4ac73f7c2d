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

import io.pyramidion.cli.terminal.Style;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.engine.speculation.Proposal;
import io.pyramidion.engine.speculation.TokenProposer;
import io.pyramidion.engine.speculation.TracedToken;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows who proposed each token of a text by its colour, and by a faint one that it was held to be
 * more likely to fall than to stand. No colour goes beyond the end of a line.
 */
final class TokenColours {

    private static final double UNSURE = 0.5;

    private final Style style;

    /**
     * @param style of what is written to
     */
    TokenColours(Style style) {
        this.style = style;
    }

    /** The tokens' text. */
    String text(List<TracedToken> tokens) {
        return tokens.stream().map(this::text).collect(Collectors.joining());
    }

    private String text(TracedToken token) {
        return Arrays.stream(token.text().split("\n", -1))
                .map(line -> line.isEmpty() ? line : shown(line, token.proposal()))
                .collect(Collectors.joining("\n"));
    }

    private String shown(String text, Proposal proposal) {
        String coloured = coloured(text, proposal.by());
        return proposal.chance().orElse(1) < UNSURE ? style.faint(coloured) : coloured;
    }

    private String coloured(String text, TokenProposer by) {
        return switch (by) {
            case DRAFT -> style.good(text);
            case QUALIFIER -> style.accent(text);
            case LOOKUP -> style.yellow(text);
            case TARGET -> text;
        };
    }

    /** How many tokens each proposed, on one line; what the colours mean, where there are any. */
    String legend(List<Proposal> proposals) {
        Map<TokenProposer, Long> counts = new EnumMap<>(TokenProposer.class);
        proposals.forEach(proposal -> counts.merge(proposal.by(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(
                        each ->
                                coloured(each.getKey().wireName(), each.getKey())
                                        + " %d (%s)"
                                                .formatted(
                                                        each.getValue(),
                                                        Text.percent(
                                                                each.getValue()
                                                                        / (double)
                                                                                proposals.size())))
                .collect(Collectors.joining(", ", "tokens by ", ""));
    }
}
