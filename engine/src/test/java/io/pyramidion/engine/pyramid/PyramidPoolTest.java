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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyramidPoolTest {

    private static final PyramidSpec DRAFT = alone("draft");

    @Test
    void sharesOneCopyAndFreesItAfterItsLastUser() {
        AtomicInteger loads = new AtomicInteger();
        PyramidPool.Lease one = acquire(loads);
        PyramidPool.Lease other = acquire(loads);
        assertThat(other.pyramid()).isSameAs(one.pyramid());

        one.close();
        one.close();
        try (PyramidPool.Lease late = acquire(loads)) {
            assertThat(late.pyramid()).isSameAs(other.pyramid());
        }
        assertThat(loads).hasValue(1);

        other.close();
        acquire(loads).close();
        assertThat(loads).hasValue(2);
    }

    @Test
    void keepsAPyramidThatWasLeftForWhoComesNext() {
        AtomicInteger loads = new AtomicInteger();
        PyramidPool.Lease first = acquire(loads);
        Pyramid left = first.pyramid();
        first.leave(Duration.ofDays(1));

        PyramidPool.Lease next = acquire(loads);
        assertThat(next.pyramid()).isSameAs(left);
        assertThat(loads).hasValue(1);

        next.close();
        acquire(loads).close();
        assertThat(loads).hasValue(2);
    }

    @Test
    @Timeout(60)
    void freesAPyramidThatWasLeftAndThatNobodyCameFor() {
        acquire(new AtomicInteger()).leave(Duration.ZERO);

        while (PyramidPool.isLoaded(DRAFT)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void freesAPyramidThatWasLeftBeforeItLoadsAnother() {
        AtomicInteger loads = new AtomicInteger();
        acquire(loads).leave(Duration.ofDays(1));

        ScriptedPyramid.lease(alone("qualifier"), 1).close();

        acquire(loads).close();
        assertThat(loads).hasValue(2);
    }

    @Test
    void freesAPyramidThatIsLeftWhileAnotherIsInUse() {
        PyramidPool.Lease left = acquire(new AtomicInteger());
        PyramidPool.Lease other = ScriptedPyramid.lease(alone("qualifier"), 1);

        left.leave(Duration.ofDays(1));

        assertThat(PyramidPool.isLoaded(DRAFT)).isFalse();
        other.leave(Duration.ofDays(1));
        assertThat(PyramidPool.isLoaded(alone("qualifier"))).isTrue();
        ScriptedPyramid.lease(alone("qualifier"), 1).close();
    }

    @Test
    void doesNotGiveAwayAPyramidWhenItsNameLeadsToOtherFiles(@TempDir Path models)
            throws IOException {
        AtomicInteger loads = new AtomicInteger();
        for (String version : List.of("one", "two")) {
            Path folder = Files.createDirectory(models.resolve(version));
            Files.writeString(folder.resolve("model.safetensors"), "some");
        }
        Path current = Files.createSymbolicLink(models.resolve("current"), models.resolve("one"));
        acquire(alone(current), loads).leave(Duration.ofDays(1));

        Files.delete(current);
        Files.createSymbolicLink(current, models.resolve("two"));
        acquire(alone(current), loads).close();

        assertThat(loads).hasValue(2);
    }

    @Test
    void doesNotGiveAwayAPyramidWhoseFilesHaveChanged(@TempDir Path models) throws IOException {
        AtomicInteger loads = new AtomicInteger();
        PyramidSpec spec = alone(models);
        Path weights = Files.writeString(models.resolve("model.safetensors"), "some");
        acquire(spec, loads).leave(Duration.ofDays(1));
        acquire(spec, loads).leave(Duration.ofDays(1));
        assertThat(loads).hasValue(1);

        Files.writeString(weights, "other");
        acquire(spec, loads).close();
        assertThat(loads).hasValue(2);
    }

    @Test
    void triesAgainAfterAFailure() {
        PyramidSpec spec = alone("qualifier");
        assertThatThrownBy(() -> PyramidPool.acquire(spec, PyramidPoolTest::fail))
                .isInstanceOf(ModelException.class);
        try (PyramidPool.Lease lease = ScriptedPyramid.lease(spec, 1)) {
            assertThat(lease.pyramid().name()).isEqualTo("qualifier");
        }
    }

    @Test
    @Timeout(60)
    void letsOthersLeaveWhileAPyramidLoads() throws Exception {
        PyramidPool.Lease leaving = ScriptedPyramid.lease(DRAFT, 1);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        CompletableFuture<PyramidPool.Lease> slow =
                CompletableFuture.supplyAsync(
                        () ->
                                PyramidPool.acquire(
                                        alone("target"),
                                        spec -> {
                                            loading.countDown();
                                            await(mayFail);
                                            return fail(spec);
                                        }));
        loading.await();

        leaving.close();

        mayFail.countDown();
        assertThatThrownBy(slow::join).hasCauseInstanceOf(ModelException.class);
    }

    private static PyramidPool.Lease acquire(AtomicInteger loads) {
        return acquire(DRAFT, loads);
    }

    private static PyramidPool.Lease acquire(PyramidSpec spec, AtomicInteger loads) {
        return PyramidPool.acquire(
                spec,
                wanted -> {
                    loads.incrementAndGet();
                    return ScriptedPyramid.load(DRAFT, 1);
                });
    }

    private static Pyramid fail(PyramidSpec spec) {
        throw new ModelException(spec.target() + " is damaged");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static PyramidSpec alone(String model) {
        return alone(BundledFamily.directory().resolve(model));
    }

    private static PyramidSpec alone(Path model) {
        return new PyramidSpec(
                model, Optional.empty(), Optional.empty(), RoleWeights.all(Precision.FLOAT32), 1);
    }
}
