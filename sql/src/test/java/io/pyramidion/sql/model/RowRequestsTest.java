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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.options.ModelRunOptions;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowRequestsTest {

    private final RowRequests requests =
            new RowRequests(
                    InputColumns.of(
                            Models.schema(
                                    "prompt", DataTypes.STRING(),
                                    "temperature", DataTypes.DOUBLE(),
                                    "request_id", DataTypes.STRING())),
                    "{\"temperature\":0.5,\"max_tokens\":9}",
                    ModelRunOptions.read(Models.options()).requestLimits());

    @Test
    void fillsWhatARowDoesNotSet() {
        GenerationRequest own = request("Hi", 0.9, "r1");
        GenerationRequest filled = request("Hi", null, "r2");

        assertThat(own.getTemperature()).isEqualTo(0.9);
        assertThat(filled.getTemperature()).isEqualTo(0.5);
        assertThat(filled.getMaxTokens()).isEqualTo(9);
        assertThat(filled.getRequestId()).isEqualTo("r2");
    }

    @Test
    void namesARowAfterItsPromptAlone() {
        String id = request("Hi", 0.9, null).getRequestId();

        assertThat(request("Hi", 0.1, null).getRequestId()).isEqualTo(id);
        assertThat(request("Ho", 0.9, null).getRequestId()).isNotEqualTo(id);
    }

    /** Another name would mean other texts after an upgrade of a running statement. */
    @Test
    void namesARowAsBefore() {
        assertThat(request("Hi", null, null).getRequestId())
                .isEqualTo("sql-c6f5da31fabd3a5c46fbba1d3c6a6cfb76d1cbafce8091ca68152ad77e58e5c9");
    }

    @Test
    void refusesARowThatIsNoRequest() {
        assertThatThrownBy(() -> request(null, null, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "0 of prompt, messages, prompt_token_ids are set; allowed: exactly one");
        assertThatThrownBy(() -> request("Hi", -1.0, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("temperature is -1");
        assertThatThrownBy(() -> request("Hi", Double.NaN, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("temperature is \"NaN\"; allowed: a number");
    }

    private GenerationRequest request(String prompt, Double temperature, String id) {
        return requests.request(
                GenericRowData.of(
                        StringData.fromString(prompt), temperature, StringData.fromString(id)));
    }
}
