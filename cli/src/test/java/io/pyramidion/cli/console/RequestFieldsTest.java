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
package io.pyramidion.cli.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.RequestLines;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SpeculationPreference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RequestFieldsTest {

    @Test
    void fillsARequestFromItsOptions() {
        GenerationRequest request =
                RequestLines.of(
                        "Hello",
                        false,
                        read(
                                "--max-tokens",
                                "12",
                                "--temperature",
                                "0.5",
                                "--seed",
                                "8589934592",
                                "--stop",
                                "END",
                                "--stop",
                                "\n\n",
                                "--stop-token-ids",
                                "4",
                                "--stream",
                                "--logit-bias",
                                "17=-2.5",
                                "--logit-bias",
                                "3=4",
                                "--metadata",
                                "from=test"),
                        "id-1");
        assertThat(request.getRequestId()).isEqualTo("id-1");
        assertThat(request.getMessages())
                .singleElement()
                .satisfies(
                        message -> {
                            assertThat(message.getRole()).isEqualTo("user");
                            assertThat(message.getContent()).isEqualTo("Hello");
                        });
        assertThat(request.getMaxTokens()).isEqualTo(12);
        assertThat(request.getTemperature()).isEqualTo(0.5);
        assertThat(request.getSeed()).isEqualTo(8589934592L);
        assertThat(request.getStop()).containsExactly("END", "\n\n");
        assertThat(request.getStopTokenIds()).containsExactly(4);
        assertThat(request.getStream()).isTrue();
        assertThat(request.getLogitBias()).isEqualTo(Map.of("17", -2.5, "3", 4.0));
        assertThat(request.getMetadata()).isEqualTo(Map.of("from", "test"));
    }

    @Test
    void leavesOutWhatIsNotGiven() {
        GenerationRequest request = RequestLines.of("Hello", true, read(), "id-1");
        assertThat(request.getPrompt()).isEqualTo("Hello");
        assertThat(request.getMessages()).isNull();
        assertThat(request.getStream()).isNull();
        assertThat(request.getSeed()).isNull();
    }

    @Test
    void fillsAPreferenceFromOptionsThatNameNoOtherField() {
        CommandSpec spec = CommandSpec.create();
        RequestFields.REQUEST.addTo(spec);
        RequestFields.SPECULATION.addTo(spec);
        ParseResult given =
                new CommandLine(spec)
                        .parseArgs(
                                "--max-tokens=3",
                                "--models=draft",
                                "--tau-target=0.4",
                                "--divergence=js",
                                "--prompt-lookup",
                                "--qualifier-length=5");
        ObjectNode fields = RequestFields.REQUEST.read(given);
        assertThat(fields.properties()).hasSize(1);
        fields.set("speculation", RequestFields.SPECULATION.read(given));
        assertThat(RequestLines.of("Hello", true, fields, "id-1").getSpeculation())
                .isEqualTo(
                        SpeculationPreference.newBuilder()
                                .setModels(List.of("draft"))
                                .setTauTarget(0.4)
                                .setDivergence("js")
                                .setPromptLookup(true)
                                .setQualifierLength(5)
                                .build());
    }

    @Test
    void fillsAnObjectiveAndSaysNoWhereThatIsSaid() {
        CommandSpec spec = CommandSpec.create();
        RequestFields.SPECULATION.addTo(spec);
        RequestFields.SLO.addTo(spec);
        ParseResult given =
                new CommandLine(spec)
                        .parseArgs(
                                "--slo-class=interactive",
                                "--ttft-ms=200",
                                "--tpot-ms=40",
                                "--deadline=1800000000000",
                                "--shed",
                                "--adaptive=false");
        ObjectNode fields = RequestFields.SPECULATION.read(given);
        assertThat(fields.get("adaptive").booleanValue()).isFalse();
        ObjectNode request = new ObjectMapper().createObjectNode();
        request.set("slo", RequestFields.SLO.read(given));
        assertThat(RequestLines.of("Hello", true, request, "id-1").getSlo())
                .isEqualTo(
                        ServiceLevelObjective.newBuilder()
                                .setSloClass("interactive")
                                .setTtftMs(200L)
                                .setTpotMs(40L)
                                .setDeadline(Instant.ofEpochMilli(1_800_000_000_000L))
                                .setShed(true)
                                .build());
    }

    private static ObjectNode read(String... arguments) {
        CommandSpec spec = CommandSpec.create();
        RequestFields.REQUEST.addTo(spec);
        return RequestFields.REQUEST.read(new CommandLine(spec).parseArgs(arguments));
    }
}
