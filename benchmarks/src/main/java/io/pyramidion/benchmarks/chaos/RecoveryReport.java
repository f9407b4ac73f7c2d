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
package io.pyramidion.benchmarks.chaos;

import io.pyramidion.benchmarks.run.Samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes how jobs came back: a table for people, and each kill as CSV. */
final class RecoveryReport {

    private RecoveryReport() {}

    /** Writes {@code report.md} and {@code recoveries.csv}. */
    static Path write(Path folder, List<Recovery> all) throws IOException {
        Files.createDirectories(folder);
        List<String> rows = new ArrayList<>(List.of(Recovery.CSV_HEADER));
        all.forEach(recovery -> rows.add(recovery.csv()));
        Files.write(folder.resolve("recoveries.csv"), rows);
        Path page = folder.resolve("report.md");
        return Files.write(page, page(all));
    }

    private static List<String> page(List<Recovery> all) {
        List<Outage> outages = all.stream().map(Recovery::outage).distinct().toList();
        List<String> lines = new ArrayList<>();
        lines.add("Seconds since the kill: median, longest");
        lines.add("");
        lines.add(row("", outages.stream().map(Outage::words).toList()));
        lines.add(row("---", outages.stream().map(each -> "---").toList()));
        lines.add(row("kills", outages.stream().map(each -> "" + of(each, all).size()).toList()));
        for (Recovery.Step step : Recovery.Step.values()) {
            lines.add(
                    row(
                            step.words(),
                            outages.stream().map(each -> times(step, of(each, all))).toList()));
        }
        lines.add(
                row(
                        "kills after which tasks moved to another task manager",
                        outages.stream()
                                .map(each -> of(each, all))
                                .map(own -> own.stream().filter(it -> it.moved() > 0).count())
                                .map(String::valueOf)
                                .toList()));
        lines.add(
                row(
                        "load average, median",
                        outages.stream()
                                .map(each -> of(each, all))
                                .map(own -> own.stream().mapToDouble(Recovery::load).toArray())
                                .map(loads -> "%.1f".formatted(Samples.median(loads)))
                                .toList()));
        return lines;
    }

    private static List<Recovery> of(Outage outage, List<Recovery> all) {
        return all.stream().filter(each -> each.outage() == outage).toList();
    }

    private static String times(Recovery.Step step, List<Recovery> own) {
        long[] known = own.stream().mapToLong(step::of).filter(ms -> ms >= 0).sorted().toArray();
        return known.length == 0
                ? ""
                : "%.1f, %.1f"
                        .formatted(Samples.median(known) / 1000, known[known.length - 1] / 1000.0);
    }

    private static String row(String head, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + head + " | ", " |"));
    }
}
