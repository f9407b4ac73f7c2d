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
package io.pyramidion.sql.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchFillTest {

    @Test
    void warnsOfABatchThatFlinkCannotFill() {
        assertThat(BatchFill.warning("m", 32, 3, 10))
                .contains(
                        "Model m can run 32 rows at once, but Flink hands on at most 30 (subtasks: 3,"
                                + " rows of each: 10). Set"
                                + " table.exec.async-ml-predict.max-concurrent-operations, or"
                                + " max-concurrent-operations in MAP, to at least 11.");
        assertThat(BatchFill.warning("m", 32, 3, 11)).isEmpty();
    }
}
