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

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.local.LocalCluster;

import java.io.IOException;

/**
 * The worst that was seen of a job with one task manager since the last reset. A job manager that
 * does not answer is asked again the next time.
 */
final class JobGauge {

    private static final String WAITING = "head.pyramidion.numRequestsWaiting";

    private final LocalCluster cluster;
    private final JobRun job;
    private long waiting;
    private long heap;
    private long resident;
    private long restartsBefore;
    private long failedBefore;
    private long restarts;
    private long failed;

    JobGauge(LocalCluster cluster, JobRun job) {
        this.cluster = cluster;
        this.job = job;
    }

    void reset() {
        look();
        restartsBefore = restarts;
        failedBefore = failed;
        waiting = 0;
        heap = 0;
        resident = 0;
    }

    void look() {
        try {
            String path = "/jobs/" + job.jobId();
            waiting = Math.max(waiting, waiting());
            MemorySample memory =
                    MemorySample.take(cluster.rest(), 0, cluster.taskManagerProcess(0), 0, 0);
            heap = Math.max(heap, memory.heap());
            resident = Math.max(resident, memory.resident());
            for (JsonNode metric : cluster.rest().get(path + "/metrics?get=numRestarts")) {
                restarts = metric.path("value").asLong();
            }
            failed =
                    cluster.rest()
                            .get(path + "/checkpoints")
                            .path("counts")
                            .path("failed")
                            .asLong();
        } catch (IOException e) {
            // Asked again the next time.
        }
    }

    OverloadRecord record(Overload overload, int sent, int answered, long seconds, String note) {
        look();
        return new OverloadRecord(
                overload,
                sent,
                answered,
                seconds,
                waiting,
                heap,
                resident,
                restarts - restartsBefore,
                failed - failedBefore,
                note);
    }

    private long waiting() throws IOException {
        for (JsonNode vertex : cluster.rest().get("/jobs/" + job.jobId()).path("vertices")) {
            if (vertex.path("name").asText().startsWith("head")) {
                String metrics =
                        "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=%s"
                                .formatted(job.jobId(), vertex.path("id").asText(), WAITING);
                for (JsonNode metric : cluster.rest().get(metrics)) {
                    return metric.path("sum").asLong();
                }
            }
        }
        return 0;
    }
}
