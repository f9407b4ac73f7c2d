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
package io.pyramidion.benchmarks.soak;

import io.pyramidion.benchmarks.load.CheckpointFigures;
import io.pyramidion.benchmarks.run.Samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What a soak showed. Of the time after the first fifth, in which JVM and allocator grow to their
 * working size, the first and the last third are compared. The heap's figure is the least of each
 * third: what stood right after a collection.
 */
final class SoakReport {

    private static final double MEGABYTE = 1 << 20;

    private SoakReport() {}

    /** Writes {@code memory.csv}, {@code memory.png} and {@code report.md}. */
    static Path write(
            Path folder,
            List<MemorySample> samples,
            Collection<CheckpointFigures> checkpoints,
            String conditions)
            throws IOException {
        Files.createDirectories(folder);
        List<String> csv = new ArrayList<>(List.of(MemorySample.CSV_HEADER));
        samples.forEach(sample -> csv.add(sample.csv()));
        Files.write(folder.resolve("memory.csv"), csv);
        MemoryChart.write(folder.resolve("memory.png"), samples);
        Path page = folder.resolve("report.md");
        Files.write(page, page(samples, checkpoints, conditions));
        return page;
    }

    private static List<String> page(
            List<MemorySample> samples,
            Collection<CheckpointFigures> checkpoints,
            String conditions) {
        List<String> lines = new ArrayList<>();
        lines.add("# Soak");
        lines.add("");
        lines.add(conditions);
        lines.add("");
        lines.add("| task manager | memory, MB | first third | last third | growth |");
        lines.add("|---|---|---|---|---|");
        TreeSet<Integer> numbers = new TreeSet<>();
        samples.forEach(sample -> numbers.add(sample.taskManager()));
        for (int number : numbers) {
            List<MemorySample> own =
                    samples.stream().filter(s -> s.taskManager() == number).toList();
            List<MemorySample> settled = own.subList(own.size() / 5, own.size());
            int third = settled.size() / 3;
            List<MemorySample> first = settled.subList(0, third);
            List<MemorySample> last = settled.subList(settled.size() - third, settled.size());
            lines.add(
                    row(
                            number,
                            "heap after collection",
                            smallest(first, MemorySample::heap),
                            smallest(last, MemorySample::heap)));
            lines.add(
                    row(
                            number,
                            "direct, median",
                            median(first, MemorySample::direct),
                            median(last, MemorySample::direct)));
            lines.add(
                    row(
                            number,
                            "resident, median",
                            median(first, MemorySample::resident),
                            median(last, MemorySample::resident)));
        }
        lines.add("");
        lines.add(CheckpointFigures.summary(checkpoints));
        return lines;
    }

    private static String row(int number, String what, double first, double last) {
        return "| %d | %s | %.1f | %.1f | %+.1f %% |"
                .formatted(
                        number,
                        what,
                        first / MEGABYTE,
                        last / MEGABYTE,
                        first == 0 ? 0 : 100 * (last - first) / first);
    }

    private static double smallest(List<MemorySample> samples, ToLongFunction<MemorySample> of) {
        return samples.stream().mapToLong(of).min().orElse(0);
    }

    private static double median(List<MemorySample> samples, ToLongFunction<MemorySample> of) {
        return samples.isEmpty() ? 0 : Samples.median(samples.stream().mapToLong(of).toArray());
    }
}
