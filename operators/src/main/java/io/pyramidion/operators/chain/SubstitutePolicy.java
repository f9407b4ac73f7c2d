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

import io.pyramidion.engine.policy.SpeculationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/**
 * A policy that takes the place of a job's own so that the two can be measured side by side. Only
 * who starts the task manager can name one, by {@code -Dpyramidion.substitute-policy.JOB=CLASS}; no
 * option of the job can. The log warns of it.
 */
final class SubstitutePolicy {

    static final String PREFIX = "pyramidion.substitute-policy.";

    private static final Logger LOG = LoggerFactory.getLogger(SubstitutePolicy.class);

    private SubstitutePolicy() {}

    /**
     * The substitute of a job, or its own policy.
     *
     * @throws IllegalArgumentException if what is named cannot be one
     */
    static SpeculationPolicy orElse(String job, Supplier<SpeculationPolicy> own) {
        String property = PREFIX + job;
        String name = System.getProperty(property);
        if (name == null) {
            return own.get();
        }
        LOG.warn("Job {} runs with the policy {}, as {} says.", job, name, property);
        try {
            return Class.forName(name, true, SpeculationPolicy.class.getClassLoader())
                    .asSubclass(SpeculationPolicy.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    property
                            + " is "
                            + name
                            + "; allowed: a SpeculationPolicy with a constructor without arguments",
                    e);
        }
    }
}
