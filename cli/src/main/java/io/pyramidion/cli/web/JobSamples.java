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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.metrics.ControllerMetrics;
import io.pyramidion.cli.metrics.JobMetrics;
import io.pyramidion.cli.metrics.JobNumbers;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;

/** What a job measures of itself, for the page's charts. Used by one thread. */
final class JobSamples {

    private final FlinkRest rest;
    private final String jobId;
    private final JobMetrics metrics;
    private final ControllerMetrics controller;

    JobSamples(FlinkRest rest, String jobId) {
        this.rest = rest;
        this.jobId = jobId;
        this.metrics = new JobMetrics(rest, jobId);
        this.controller = new ControllerMetrics(rest, jobId);
    }

    /**
     * The numbers now; counts are since the job started.
     *
     * @throws IOException if Flink does not answer, or no longer knows the job
     */
    ObjectNode next() throws IOException {
        ObjectNode sample = JsonNodeFactory.instance.objectNode();
        sample.put("state", rest.jobState(jobId));
        JobNumbers numbers = metrics.measure();
        sample.put("running", numbers.running());
        sample.put("waiting", numbers.waiting());
        sample.put("generated", numbers.generated());
        sample.put("pressure", numbers.inForce().pressure());
        numbers.inForce().arm().ifPresent(arm -> sample.put("arm", arm.wireName()));
        sample.put("candidates", numbers.inForce().candidates());
        ObjectNode stages = sample.putObject("stages");
        numbers.acceptance()
                .forEach(
                        (stage, counts) ->
                                stages.putArray(stage)
                                        .add(counts.getDrafted())
                                        .add(counts.getAccepted()));
        controller
                .read()
                .ifPresent(
                        plan ->
                                sample.putObject("plan")
                                        .put("sequence", plan.sequence())
                                        .put("reason", plan.reason()));
        return sample;
    }
}
