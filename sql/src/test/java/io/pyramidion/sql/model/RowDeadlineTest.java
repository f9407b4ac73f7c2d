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

import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowDeadlineTest {

    @Test
    void endsRowsBeforeFlinkWouldFailTheJob() {
        assertThat(RowDeadline.of(Optional.empty(), Duration.ofMinutes(3)))
                .isEqualTo(Duration.ofSeconds(162));
        assertThat(RowDeadline.of(Optional.empty(), Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofSeconds(4));
        assertThat(RowDeadline.of(Optional.empty(), Duration.ofMillis(500)))
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void keepsTheDeadlineThatIsGiven() {
        assertThat(RowDeadline.of(Optional.of(Duration.ofSeconds(2)), Duration.ofMinutes(3)))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void endsNoRowWhereFlinkEndsNone() {
        assertThat(RowDeadline.of(Optional.empty(), Duration.ZERO)).isEqualTo(RowDeadline.NONE);
        assertThat(RowDeadline.of(Optional.empty(), Duration.ofDays(1_000_000)))
                .isEqualTo(RowDeadline.NONE);
    }

    @Test
    void refusesADeadlineThatFlinkWouldNotLetCome() {
        assertThatThrownBy(
                        () ->
                                RowDeadline.of(
                                        Optional.of(Duration.ofMinutes(3)), Duration.ofMinutes(3)))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "deadline is 3 min; allowed: less than Flink's timeout, which is 3 min (option"
                                + " timeout in MAP, else table.exec.async-ml-predict.timeout)");
    }
}
