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
package io.pyramidion.sql.model;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.ScriptedPyramid;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.job.options.ModelRunOptions;
import io.pyramidion.operators.settings.ChainSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EnginePoolTest {

    private static final Duration LONG = RowDeadline.NONE;
    private static final int ENDLESS = 450;

    private PyramidPool.Lease models;

    @BeforeEach
    void putScriptedModels() {
        models = ScriptedPyramid.lease(BundledFamily.spec(), 0.8);
    }

    @AfterEach
    void leaveNoThread() {
        models.close();
        assertThat(threads()).isZero();
    }

    @Test
    void runsTheRowsOfAllLeasesInOneBatchAndAsIfAlone() throws Exception {
        List<CompletableFuture<Sequence>> answers = new ArrayList<>();
        try (EnginePool.Lease one = acquire();
                EnginePool.Lease other = acquire()) {
            assertThat(threads()).isOne();
            for (int seed = 0; seed < 12; seed++) {
                EnginePool.Lease lease = seed % 2 == 0 ? one : other;
                answers.add(lease.run(Models.sequence(lease.pyramid(), seed, 60), LONG));
            }
            for (CompletableFuture<Sequence> answer : answers) {
                answer.get(30, TimeUnit.SECONDS);
            }
            assertThat(one.meanBatchSize()).isGreaterThan(1);
            assertThat(one.running() + one.waiting() + other.running() + other.waiting()).isZero();
        }
        List<Sequence> alone = new ArrayList<>();
        try (Generator generator = new Generator(models.pyramid(), new KvPlan(1, 512), 256)) {
            for (int seed = 0; seed < 12; seed++) {
                alone.add(Models.sequence(models.pyramid(), seed, 60));
            }
            generator.run(alone);
        }
        for (int seed = 0; seed < 12; seed++) {
            assertThat(answers.get(seed).get().text()).isEqualTo(alone.get(seed).text());
        }
    }

    @Test
    void endsARowAtItsDeadlineWhetherItRunsOrWaits() throws Exception {
        try (EnginePool.Lease lease = acquire()) {
            List<CompletableFuture<Sequence>> answers = new ArrayList<>();
            for (int seed = 0; seed < 10; seed++) {
                answers.add(
                        lease.run(
                                Models.sequence(lease.pyramid(), seed, ENDLESS),
                                Duration.ofMillis(1)));
            }
            for (CompletableFuture<Sequence> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).finishReason())
                        .contains(FinishReason.DEADLINE_EXCEEDED);
            }
            assertThat(
                            lease.run(Models.sequence(lease.pyramid(), 1, 5), LONG)
                                    .get(30, TimeUnit.SECONDS)
                                    .generatedCount())
                    .isEqualTo(5);
        }
    }

    @Test
    void takesTheRowsOfAClosedLeaseOutOfTheBatch() throws Exception {
        List<CompletableFuture<Sequence>> left = new ArrayList<>();
        try (EnginePool.Lease stays = acquire()) {
            EnginePool.Lease leaves = acquire();
            for (int seed = 0; seed < 20; seed++) {
                left.add(leaves.run(Models.sequence(leaves.pyramid(), seed, ENDLESS), LONG));
            }
            leaves.close();
            leaves.close();
            stays.run(Models.sequence(stays.pyramid(), 1, 5), LONG).get(30, TimeUnit.SECONDS);
            assertThat(left).filteredOn(CompletableFuture::isDone).isEmpty();
        }
    }

    @Test
    void failsEveryRowWithAFaultAndStartsANewEngineAfterIt() throws Exception {
        try (EnginePool.Lease lease = acquire()) {
            Sequence ended = Models.sequence(lease.pyramid(), 1, 5);
            ended.end(FinishReason.CANCELLED);

            CompletableFuture<Sequence> answer = lease.run(ended, Duration.ZERO);

            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("The engine failed: ")
                    .hasMessageContaining("has ended already");
            assertThatThrownBy(() -> lease.run(Models.sequence(lease.pyramid(), 2, 5), LONG).get())
                    .hasMessageContaining("has ended already");
            await().until(() -> threads() == 0);
            try (EnginePool.Lease next = acquire()) {
                assertThat(
                                next.run(Models.sequence(next.pyramid(), 3, 5), LONG)
                                        .get(30, TimeUnit.SECONDS)
                                        .generatedCount())
                        .isEqualTo(5);
            }
        }
    }

    @Test
    void startsAnEngineForOtherOptions() {
        Map<String, String> others = Models.options();
        others.put("engine.max-running", "2");
        try (EnginePool.Lease one = acquire();
                EnginePool.Lease other = acquire(others)) {
            assertThat(threads()).isEqualTo(2);
            assertThat(one.plan().slots()).isEqualTo(8);
            assertThat(other.plan().slots()).isEqualTo(2);
            assertThat(other.pyramid()).isSameAs(one.pyramid());
        }
    }

    private static EnginePool.Lease acquire() {
        return acquire(Models.options());
    }

    private static EnginePool.Lease acquire(Map<String, String> options) {
        ChainSettings settings = ChainSettings.of(ModelRunOptions.read(options).options());
        return EnginePool.acquire(options, () -> SharedEngine.start(settings));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(SharedEngine.THREAD))
                .count();
    }
}
