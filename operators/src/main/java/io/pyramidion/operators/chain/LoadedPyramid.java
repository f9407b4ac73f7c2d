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
package io.pyramidion.operators.chain;

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.operators.settings.BatchSettings;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;

import java.time.Duration;

/**
 * An operator's hold on the models of this JVM, and its subtask's share of memory for KV caches.
 * The four operators of a chain find the same plan, each by itself. Others who run models without a
 * chain hold them the same way.
 *
 * @param lease this operator's use of the models; given back by {@link #close}
 * @param plan slots and context of the subtask
 */
public record LoadedPyramid(PyramidPool.Lease lease, KvPlan plan) implements AutoCloseable {

    /** Longer than a job takes to restart, also where its job manager died. */
    private static final Duration KEEP = Duration.ofMinutes(1);

    /**
     * Loads the models unless this JVM has them already.
     *
     * @throws ModelException if a model cannot be used, the context is longer than the models were
     *     made for, or not even one KV slot fits the budget
     */
    public static LoadedPyramid acquire(ChainSettings settings) {
        PyramidPool.Lease lease = PyramidPool.acquire(settings.models().pyramid());
        try {
            BatchSettings batch = settings.batch();
            int context = context(batch.contextTokens(), lease.pyramid().contextTokens());
            return new LoadedPyramid(
                    lease, lease.pyramid().plan(batch.kvBytes(), batch.maxRunning(), context));
        } catch (ModelException e) {
            lease.close();
            throw e;
        }
    }

    /** What is wanted, which must not be more than the models have. */
    static int context(int wanted, int models) {
        if (wanted == BatchSettings.MODELS_CONTEXT) {
            return models;
        }
        if (wanted > models) {
            throw new ModelException(
                    "engine.context is %d; allowed: at most the models' own, %d"
                            .formatted(wanted, models));
        }
        return wanted;
    }

    public Pyramid pyramid() {
        return lease.pyramid();
    }

    /** Plans rounds: outside of mode adaptive, lengths are those of options and requests. */
    public SpeculationPolicy policy(ControlSettings control) {
        return control.mode() == ControlMode.ADAPTIVE
                ? new AdaptivePolicy(
                        pyramid().costs(new CostProfiler(control.profileTime().toNanos())))
                : new FixedPolicy();
    }

    /** Leaves the models to the next attempt, if it comes soon. */
    @Override
    public void close() {
        lease.leave(KEEP);
    }
}
