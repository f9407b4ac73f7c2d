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

/** What is done to a job and its processes. */
enum Fault {
    KILL_TASK_MANAGER("kill -9 of a task manager"),
    KILL_JOB_MANAGER("kill -9 of the job manager"),
    KILL_BROKER("kill -9 of the broker; restarted on the same data"),
    RESCALE("stop with a savepoint, restored at another parallelism"),
    CUT_NETWORK("a task manager's network to the others cut, longer than the heartbeat"),
    FREEZE("a task manager frozen (SIGSTOP), longer than the heartbeat");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
