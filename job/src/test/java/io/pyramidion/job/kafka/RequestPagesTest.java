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
package io.pyramidion.job.kafka;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.SloAttainment;
import io.pyramidion.schemas.SpeculationStatistics;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of the pages that tell senders what to write and what comes back. */
class RequestPagesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static final SpeculationSettings FREE =
            new SpeculationSettings(
                    SpeculationMode.EXACT,
                    SpeculationMode.FUZZY,
                    4,
                    8,
                    0.2,
                    0.2,
                    Divergence.JS,
                    false,
                    0,
                    false);

    private static final RequestChecks CHECKS =
            new RequestChecks(
                    new RequestLimits(
                            "tales", Set.of(ModelRole.DRAFT, ModelRole.QUALIFIER), FREE, 256));

    static Stream<String> examples() throws IOException {
        Path pages = Path.of(System.getProperty("pyramidion.root"), "docs", "operations");
        StringBuilder text = new StringBuilder();
        for (String page : List.of("requests.md", "slo.md", "speculation.md")) {
            text.append(Files.readString(pages.resolve(page)));
        }
        return EXAMPLE.matcher(text).results().map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void areWhatTheJobReadsAndWrites(String example) {
        if (example.startsWith("\"slo\": ")) {
            SloAttainment slo = decode(SloAttainment.class, example.substring(7));
            assertThat(slo.getTtftMs().getMet()).isTrue();
        } else if (example.startsWith("\"speculation\": ")) {
            SpeculationStatistics told = decode(SpeculationStatistics.class, example.substring(15));
            assertThat(told.getDrafted()).isEqualTo(told.getAccepted() + told.getWasted());
            assertThat(told.getRoundsByArm().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(told.getRounds());
        } else {
            CHECKS.check(decode(GenerationRequest.class, example));
        }
    }

    private static <T extends SpecificRecord> T decode(Class<T> type, String json) {
        return new JsonCodec<>(type).decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
