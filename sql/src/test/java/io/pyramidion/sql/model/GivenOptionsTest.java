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
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GivenOptionsTest {

    @Test
    void sortsTheOptionsOfAModel() {
        GivenOptions given =
                GivenOptions.ofModel(
                        Map.of(
                                "provider", "pyramidion",
                                "model.target", "/m/target",
                                "pyramidion.engine.max-running", "4",
                                "temperature", "0.5",
                                "stop", "###",
                                "logit_bias", "{\"7\": -100}",
                                "deadline", "90 s"));

        assertThat(given.models())
                .isEqualTo(Map.of("model.target", "/m/target", "engine.max-running", "4"));
        assertThat(given.fields().toString())
                .isEqualTo("{\"logit_bias\":{\"7\":-100},\"stop\":\"###\",\"temperature\":0.5}");
        assertThat(given.deadline()).contains(Duration.ofSeconds(90));
    }

    @Test
    void letsAQuerySetFieldsAnew() {
        GivenOptions model = GivenOptions.ofModel(Map.of("temperature", "0.5", "seed", "7"));
        GivenOptions query =
                GivenOptions.ofQuery(
                        Map.of("async", "true", "timeout", "1 min", "temperature", "0"));

        assertThat(query.fieldsOver(model.fields()).toString())
                .isEqualTo("{\"seed\":7,\"temperature\":0}");
    }

    @Test
    void readsSeveralStopTextsAsAList() {
        assertThat(GivenOptions.ofModel(Map.of("stop", "[\"a\", \"b\"]")).fields().toString())
                .isEqualTo("{\"stop\":[\"a\",\"b\"]}");
        assertThat(GivenOptions.ofModel(Map.of("stop", "[end]")).fields().toString())
                .isEqualTo("{\"stop\":\"[end]\"}");
    }

    @Test
    void refusesAnUnknownOptionAndGuessesWhatWasMeant() {
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("temprature", "1")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Unknown option temprature in WITH; did you mean temperature?");
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("model.targt", "/m")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Unknown option model.targt in WITH; did you mean model.target?");
        assertThatThrownBy(() -> GivenOptions.ofQuery(Map.of("time-out", "1 s")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Unknown option time-out in MAP; did you mean timeout?");
    }

    @Test
    void refusesAnOptionInTheWrongPlace() {
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("prompt", "Hi")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Option prompt in WITH: allowed only as a column of INPUT");
        assertThatThrownBy(() -> GivenOptions.ofQuery(Map.of("model.target", "/m")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Option model.target in MAP: allowed only in WITH, since queries share the"
                                + " model");
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("stream", "true")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Unknown option stream in WITH: a row comes out once, when its text is"
                                + " complete");
    }

    @Test
    void refusesWhatIsGivenTwiceOrMalformed() {
        assertThatThrownBy(
                        () ->
                                GivenOptions.ofModel(
                                        Map.of(
                                                "model.target",
                                                "a",
                                                "pyramidion.model.target",
                                                "b")))
                .hasMessage(
                        "Option model.target in WITH is given twice: with and without its prefix");
        assertThatThrownBy(
                        () ->
                                GivenOptions.ofModel(
                                        Map.of("max_tokens", "1", "max_completion_tokens", "2")))
                .hasMessage("Option max_tokens in WITH is a second value for max_tokens");
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("max_tokens", "ten")))
                .hasMessage("In WITH: max_tokens is ten; allowed: a number");
        assertThatThrownBy(() -> GivenOptions.ofModel(Map.of("deadline", "soon")))
                .hasMessage("In WITH: deadline is soon; allowed: at least 1 ms, for example 90 s");
    }
}
