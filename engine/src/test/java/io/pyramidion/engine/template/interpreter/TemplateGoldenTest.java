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
package io.pyramidion.engine.template.interpreter;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.TemplateRaisedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Templates and expressions against what jinja2 makes of them. {@code template_reference.py} of the
 * benchmarks made the files: {@code shapes} of the folder beside them, {@code expressions 600
 * 20261130} and {@code statements 200 20261130}.
 */
class TemplateGoldenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "template-shapes.json, 132, 0",
        "template-expressions.json, 600, 20",
        "template-statements.json, 200, 0"
    })
    void rendersAsPythonDoesOrRefusesByName(String file, int cases, int refusals)
            throws IOException {
        JsonNode golden = read(file);
        LocalDateTime now = LocalDateTime.parse(golden.get("now").textValue());
        Clock clock = Clock.fixed(now.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        List<String> different = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int seen = 0;
        for (JsonNode template : golden.get("templates")) {
            String source = template.get("template").textValue();
            for (Map.Entry<String, JsonNode> result : template.get("results").properties()) {
                seen++;
                Map<String, Object> variables =
                        JSON.convertValue(
                                golden.get("contexts").get(result.getKey()),
                                new TypeReference<>() {});
                String got = render(source, variables, clock);
                String wanted = wanted(result.getValue());
                boolean refusal = got.startsWith("refused: ");
                String described =
                        "%s with %s:%n%s%nwhere Python: %s"
                                .formatted(
                                        template.get("name").textValue(),
                                        result.getKey(),
                                        got,
                                        wanted);
                if (refusal && !wanted.startsWith("fails")) {
                    refused.add(described);
                } else if (!refusal && !got.equals(wanted)) {
                    different.add(described);
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(refused).hasSizeLessThanOrEqualTo(refusals);
        assertThat(seen).isEqualTo(cases);
    }

    private static String render(String source, Map<String, Object> variables, Clock clock) {
        try {
            return "renders: " + Template.compile(source).render(variables, clock);
        } catch (TemplateRaisedException e) {
            return "raises: " + e.getMessage();
        } catch (TemplateFailedException e) {
            return "fails";
        } catch (UnsupportedTemplateException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** Text with an address in it must be refused; it counts as a failure. */
    private static String wanted(JsonNode python) {
        if (python.has("expected")) {
            return "renders: " + python.get("expected").textValue();
        } else if (python.has("raised")) {
            return "raises: " + python.get("raised").textValue();
        }
        return python.has("error") ? "fails" : "fails with an address";
    }

    private static JsonNode read(String file) throws IOException {
        try (InputStream in =
                TemplateGoldenTest.class.getResourceAsStream(
                        "/io/pyramidion/engine/template/" + file)) {
            return JSON.readTree(in);
        }
    }
}
