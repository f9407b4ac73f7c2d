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

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;

/**
 * Refuses BATCH mode: its state backend forgets a key as soon as another comes, and a batch of
 * generations is many keys at once.
 */
final class StreamingOnly {

    private StreamingOnly() {}

    /** Refuses it when the graph is built. */
    static void check(RuntimeExecutionMode mode) {
        if (mode != RuntimeExecutionMode.STREAMING) {
            throw new IllegalArgumentException(message(mode.name()));
        }
    }

    /** Whatever the graph said, this is what the task runs with. */
    static void check(KeyedStateBackend<?> backend) {
        if (backend instanceof BatchExecutionKeyedStateBackend) {
            throw new IllegalStateException(message("BATCH"));
        }
    }

    private static String message(String mode) {
        return ExecutionOptions.RUNTIME_MODE.key()
                + " is "
                + mode
                + "; allowed: STREAMING, which serves bounded input too";
    }
}
