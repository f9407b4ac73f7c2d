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

import io.pyramidion.benchmarks.load.CheckpointFigures;
import io.pyramidion.benchmarks.load.Regeneration;
import io.pyramidion.benchmarks.load.SlowCheckpoint;
import io.pyramidion.benchmarks.load.Verdict;
import io.pyramidion.benchmarks.run.Samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Writes what a chaos run showed: a page for people, and its figures as CSV. */
final class ChaosReport {

    private static final int SLOWEST = 10;

    private ChaosReport() {}

    /** Writes {@code report.md}, {@code faults.csv} and {@code checkpoints.csv}. */
    static Path write(Path folder, ChaosRun.Options options, ChaosRun.Outcome outcome)
            throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("faults.csv"), faults(outcome));
        Files.write(folder.resolve("checkpoints.csv"), checkpoints(outcome));
        Path page = folder.resolve("report.md");
        Files.write(page, page(options, outcome));
        return page;
    }

    private static List<String> faults(ChaosRun.Outcome outcome) {
        List<String> lines = new ArrayList<>(List.of(FaultRecord.CSV_HEADER));
        outcome.faults().forEach(fault -> lines.add(fault.csv(outcome.start())));
        return lines;
    }

    private static List<String> checkpoints(ChaosRun.Outcome outcome) {
        List<String> lines = new ArrayList<>(List.of("id,savepoint,second,millis,bytes"));
        for (CheckpointFigures each : outcome.checkpoints()) {
            lines.add(
                    "%d,%s,%d,%d,%d"
                            .formatted(
                                    each.id(),
                                    each.savepoint(),
                                    (each.begun() - outcome.start()) / 1000,
                                    each.millis(),
                                    each.bytes()));
        }
        return lines;
    }

    private static List<String> page(ChaosRun.Options options, ChaosRun.Outcome outcome) {
        Verdict verdict = outcome.verdict();
        List<String> lines = new ArrayList<>();
        lines.add("# Chaos run: " + (verdict.isGood() ? "as promised" : "NOT as promised"));
        lines.add("");
        lines.add(
                ("%d faults in %d min, seed %d, %d records in flight; %d job managers, %d task"
                                + " managers of one slot, heartbeat timeout %d s, checkpoint interval %d ms")
                        .formatted(
                                outcome.faults().size(),
                                options.time().toMinutes(),
                                options.seed(),
                                options.inFlight(),
                                options.jobManagers(),
                                ChaosRun.TASK_MANAGERS,
                                options.heartbeat().toSeconds(),
                                options.checkpointInterval().toMillis()));
        lines.add("");
        lines.addAll(verdictTable(outcome));
        lines.add("");
        lines.add(
                "| fault | times | detected: median, max | first new token | all tasks run again |"
                        + " next new token | tokens computed again |");
        lines.add("|---|---|---|---|---|---|---|");
        for (Fault fault : Fault.values()) {
            row(fault, outcome.faults(), lines);
        }
        lines.add("");
        lines.add(CheckpointFigures.summary(outcome.checkpoints()));
        lines.addAll(slowest(outcome));
        problems("lost", verdict.lost(), lines);
        problems("doubled", verdict.doubled(), lines);
        problems("different", verdict.different(), lines);
        problems("contradictions", verdict.contradictions(), lines);
        problems(
                "computed again without need",
                outcome.unfounded().stream().map(String::valueOf).toList(),
                lines);
        return lines;
    }

    private static List<String> verdictTable(ChaosRun.Outcome outcome) {
        Verdict verdict = outcome.verdict();
        long needless = outcome.unfounded().stream().mapToLong(Regeneration.Repeat::tokens).sum();
        return List.of(
                "| | |",
                "|---|---|",
                "| records sent | " + verdict.sent() + " |",
                "| results of good requests | " + verdict.results() + " |",
                "| dead letters of poison records | " + verdict.letters() + " |",
                "| dead letters that came again | " + outcome.repeatedLetters() + " |",
                "| lost | " + verdict.lost().size() + " |",
                "| doubled (read_committed) | " + verdict.doubled().size() + " |",
                "| different from the undisturbed run | " + verdict.different().size() + " |",
                "| token deltas that contradict | " + verdict.contradictions().size() + " |",
                "| tokens computed again that no restart had lost | " + needless + " |");
    }

    private static List<String> slowest(ChaosRun.Outcome outcome) {
        if (outcome.slow().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "| longest checkpoints, ms | last fault before it ended | task that acknowledged last"
                        + " | until it did | until the barrier came | aligned | snapshot | written |");
        lines.add("|---|---|---|---|---|---|---|---|");
        outcome.slow().stream()
                .sorted(Comparator.comparingLong(SlowCheckpoint::millis).reversed())
                .limit(SLOWEST)
                .forEach(each -> lines.add(row(each, outcome.faults())));
        return lines;
    }

    private static String row(SlowCheckpoint slow, List<FaultRecord> faults) {
        String cause =
                faults.stream()
                        .filter(fault -> fault.at() < slow.begun() + slow.millis())
                        .reduce((first, second) -> second)
                        .map(fault -> fault.fault().words())
                        .orElse("none");
        return "| %d | %s | %s | %d | %d | %d | %d | %d |"
                .formatted(
                        slow.millis(),
                        cause,
                        slow.task(),
                        slow.acknowledged(),
                        slow.startDelay(),
                        slow.alignment(),
                        slow.sync(),
                        slow.async());
    }

    private static void row(Fault fault, List<FaultRecord> all, List<String> lines) {
        List<FaultRecord> own = all.stream().filter(record -> record.fault() == fault).toList();
        if (own.isEmpty()) {
            return;
        }
        long[] again = own.stream().mapToLong(FaultRecord::regenerated).sorted().toArray();
        lines.add(
                "| %s | %d | %s | %s | %s | %s | %d, %d |"
                        .formatted(
                                fault.words(),
                                own.size(),
                                times(own, FaultRecord::detected),
                                times(own, FaultRecord::firstToken),
                                times(own, FaultRecord::restored),
                                times(own, FaultRecord::firstTokenOfAll),
                                Math.round(Samples.median(again)),
                                again[again.length - 1]));
    }

    private static String times(List<FaultRecord> records, ToLongFunction<FaultRecord> time) {
        long[] known =
                records.stream().mapToLong(time).filter(millis -> millis >= 0).sorted().toArray();
        return known.length == 0
                ? "the job went on"
                : "%.1f s, %.1f s"
                        .formatted(Samples.median(known) / 1000, known[known.length - 1] / 1000.0);
    }

    private static void problems(String name, List<String> found, List<String> lines) {
        if (!found.isEmpty()) {
            lines.add("");
            lines.add("## " + name);
            lines.add("");
            found.stream().limit(20).forEach(problem -> lines.add("- " + problem));
        }
    }
}
