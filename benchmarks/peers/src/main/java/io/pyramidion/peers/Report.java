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
package io.pyramidion.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table, in Markdown. */
final class Report {

    private final List<Way> ways;
    private final List<Measurements> measurements;

    Report(List<Way> ways, List<Measurements> measurements) {
        this.ways = ways;
        this.measurements = measurements;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Measurements each : measurements) {
            head.append(
                    " batch %d, tokens/s | × best peer | with prompts | same text | cores |"
                            .formatted(each.batch()));
            rule.append("---|---|---|---|---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        ways.forEach(way -> lines.add(row(way)));
        lines.add("");
        for (Measurements each : measurements) {
            lines.add("Best peer at batch %d: %s".formatted(each.batch(), each.bestPeer()));
        }
        return lines;
    }

    private String row(Way way) {
        Way reference = ways.stream().filter(each -> !each.isPeer()).findFirst().orElseThrow();
        StringBuilder row = new StringBuilder("| " + way + " |");
        for (Measurements each : measurements) {
            row.append(
                    String.format(
                            Locale.ROOT,
                            " %.0f | %.2f | %.0f | %s | %.1f |",
                            each.median(way, Turn::decoding),
                            each.decodingOver(way, each.bestPeer()),
                            each.median(way, Turn::whole),
                            each.same(way, reference),
                            each.median(way, Turn::cores)));
        }
        return row.toString();
    }
}
