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
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a task manager at a moment, bytes.
 *
 * @param second since the soak began
 * @param taskManager its number
 * @param heap used Java heap, garbage included
 * @param direct direct byte buffers, Flink's network buffers among them
 * @param resident the process's resident set, libtorch's memory included
 * @param answered records answered so far
 */
record MemorySample(
        long second, int taskManager, long heap, long direct, long resident, int answered) {

    static final String CSV_HEADER =
            "second,task_manager,heap_bytes,direct_bytes,resident_bytes,answered";

    private static final String HEAP = "Status.JVM.Memory.Heap.Used";
    private static final String DIRECT = "Status.JVM.Memory.Direct.MemoryUsed";

    /** Asks Flink and the system. */
    static MemorySample take(
            FlinkRest rest, int taskManager, long process, long second, int answered)
            throws IOException {
        JsonNode metrics =
                rest.get(
                        "/taskmanagers/task-manager-"
                                + taskManager
                                + "/metrics?get="
                                + HEAP
                                + ","
                                + DIRECT);
        long heap = 0;
        long direct = 0;
        for (JsonNode metric : metrics) {
            long value = Long.parseLong(metric.path("value").asText());
            if (metric.path("id").asText().equals(HEAP)) {
                heap = value;
            } else {
                direct = value;
            }
        }
        return new MemorySample(second, taskManager, heap, direct, resident(process), answered);
    }

    String csv() {
        return "%d,%d,%d,%d,%d,%d".formatted(second, taskManager, heap, direct, resident, answered);
    }

    /** The kernel's figure, which it gives in kB. */
    private static long resident(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("Process " + process + " has no resident set; it has ended");
    }
}
