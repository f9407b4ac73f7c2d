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

import io.pyramidion.benchmarks.load.AnswerLog;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.local.LocalCluster;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Lays overloads on a job that runs, one after the other. */
final class OverloadRun {

    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration AWAY = Duration.ofMinutes(1);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final int SOME = 60;
    private static final int LARGE = 900_000;
    private static final int TOO_LARGE = 1_200_000;
    private static final int FLOOD = 100_000;

    private final LocalCluster cluster;
    private final JobRun job;
    private final AnswerLog answers;
    private final RequestBurst burst;
    private final JobGauge gauge;

    OverloadRun(LocalCluster cluster, JobRun job, AnswerLog answers, RequestBurst burst) {
        this.cluster = cluster;
        this.job = job;
        this.answers = answers;
        this.burst = burst;
        this.gauge = new JobGauge(cluster, job);
    }

    /** Waits until the job answers. */
    void warmUp() throws InterruptedException {
        burst.small("warm", 1);
        awaitAnswers(1);
    }

    OverloadRecord lay(Overload overload)
            throws IOException, InterruptedException, ExecutionException {
        gauge.reset();
        int before = answers.answered();
        long start = System.nanoTime();
        return switch (overload) {
            case LARGE_PROMPTS -> {
                burst.large("large", 40, LARGE);
                burst.large("over", 10, TOO_LARGE);
                burst.small("between", 20);
                awaitAnswers(before + 70);
                yield record(overload, 70, before, start, letters("large", "over"));
            }
            case HOT_SESSION -> {
                burst.turns("hot", 300);
                burst.small("others", 40);
                awaitAll("others", 40);
                String note = "the others' answers came within " + seconds(start) + " s";
                awaitAnswers(before + 340);
                yield record(overload, 340, before, start, note);
            }
            case SLOW_SINK -> {
                limitProducers(2048.0);
                burst.small("slow", SOME);
                pass(AWAY.dividedBy(2));
                limitProducers(null);
                awaitAnswers(before + SOME);
                yield record(overload, SOME, before, start, "");
            }
            case BROKER_AWAY -> {
                burst.small("away", SOME);
                burst.flush();
                cluster.broker().kill();
                pass(AWAY);
                cluster.broker().restart();
                awaitAnswers(before + SOME);
                yield record(overload, SOME, before, start, "");
            }
            case NO_STORAGE -> {
                Path state = cluster.folder().resolve("state").resolve(job.jobId());
                Path aside = cluster.folder().resolve("aside");
                Files.move(state, aside);
                Files.createFile(state);
                burst.small("storage", SOME);
                pass(AWAY.dividedBy(3));
                Files.delete(state);
                Files.move(aside, state);
                awaitAnswers(before + SOME);
                yield record(overload, SOME, before, start, "");
            }
            case FLOOD -> {
                burst.small("flood", FLOOD);
                burst.flush();
                String note = "all were sent within " + seconds(start) + " s";
                pass(AWAY);
                yield record(overload, FLOOD, before, start, note);
            }
        };
    }

    private OverloadRecord record(
            Overload overload, int sent, int before, long start, String note) {
        return gauge.record(overload, sent, answers.answered() - before, seconds(start), note);
    }

    private String letters(String... prefixes) {
        Set<String> letters = answers.letters();
        long count =
                letters.stream()
                        .filter(
                                key ->
                                        List.of(prefixes).stream()
                                                .anyMatch(prefix -> key.startsWith(prefix + "-")))
                        .count();
        return count + " dead letters";
    }

    private void awaitAll(String prefix, int count) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (answered(prefix) < count && System.nanoTime() < deadline) {
            pass(LOOK_INTERVAL);
        }
    }

    private long answered(String prefix) {
        return answers.results().keySet().stream()
                .filter(id -> id.startsWith(prefix + "-"))
                .count();
    }

    private void awaitAnswers(int count) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (answers.answered() < count && System.nanoTime() < deadline) {
            pass(LOOK_INTERVAL);
        }
    }

    /** Lets time pass and looks meanwhile. */
    private void pass(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        do {
            Thread.sleep(LOOK_INTERVAL.toMillis());
            gauge.look();
        } while (System.nanoTime() < end);
    }

    /**
     * @param bytesPerSecond what the broker takes of each producer; null for any
     */
    private void limitProducers(Double bytesPerSecond)
            throws InterruptedException, ExecutionException {
        ClientQuotaEntity everyone =
                new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        ClientQuotaAlteration.Op rate =
                new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(everyone, List.of(rate))))
                    .all()
                    .get();
        }
    }

    private static long seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }
}
