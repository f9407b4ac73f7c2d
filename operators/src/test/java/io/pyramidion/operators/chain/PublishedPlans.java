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

import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.util.CloseableIterator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The plans of a job as its controller hands them on. Blocks where there is none yet. */
final class PublishedPlans implements AutoCloseable {

    private final CloseableIterator<SpeculationPlan> plans;

    private PublishedPlans(CloseableIterator<SpeculationPlan> plans) {
        this.plans = plans;
    }

    /** Collects from a job that is still to be executed. */
    static PublishedPlans of(GenerationStreams streams) {
        return new PublishedPlans(streams.plans().collectAsync());
    }

    SpeculationPlan next() {
        return plans.next();
    }

    SpeculationPlan first(Predicate<SpeculationPlan> wanted) {
        List<String> seen = new ArrayList<>();
        while (plans.hasNext()) {
            SpeculationPlan plan = plans.next();
            if (wanted.test(plan)) {
                return plan;
            }
            seen.add(plan.getPressure() + ": " + plan.getReason());
        }
        throw new AssertionError("no such plan among " + seen);
    }

    @Override
    public void close() {
        try {
            plans.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
