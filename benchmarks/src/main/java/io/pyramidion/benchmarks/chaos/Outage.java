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

/** Who is killed, and who sees to it that the job goes on. */
enum Outage {
    STANDBY(Fault.KILL_JOB_MANAGER, 2, "job manager; its standby takes over"),
    RESUBMIT(Fault.KILL_JOB_MANAGER, 1, "job manager; restarted, and the job submitted again"),
    TASK_MANAGER(Fault.KILL_TASK_MANAGER, 1, "task manager; a spare one takes its tasks");

    private final Fault fault;
    private final int jobManagers;
    private final String words;

    Outage(Fault fault, int jobManagers, String words) {
        this.fault = fault;
        this.jobManagers = jobManagers;
        this.words = words;
    }

    Fault fault() {
        return fault;
    }

    int jobManagers() {
        return jobManagers;
    }

    String words() {
        return words;
    }
}
