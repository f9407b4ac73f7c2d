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
package io.pyramidion.benchmarks.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Lines of JSON: requests with other columns, or OpenAI Batch. */
final class Lines implements BulkFile {

    static final List<String> FAULTS =
            List.of(
                    "JSON",
                    "JSON",
                    "prompt",
                    "prompt",
                    "prompt",
                    "max_tokens",
                    "temperature",
                    "model",
                    "stream",
                    "request_id");

    static final List<String> OPENAI_FAULTS =
            List.of(
                    "invalid_json_line",
                    "invalid_json_line",
                    "missing_custom_id",
                    "duplicate_custom_id",
                    "invalid_method",
                    "invalid_url",
                    "missing_body",
                    "prompt",
                    "max_tokens",
                    "temperature");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "number";
    private static final String TAGS = "tags";
    private static final String PROMPT = "prompt";
    private static final String ID = "request_id";
    private static final String CUSTOM_ID = "custom_id";

    private final boolean openai;

    Lines(BulkFormat format) {
        openai = format == BulkFormat.OPENAI;
    }

    @Override
    public void write(Path file, long rows, List<String> prompts) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long number = 0; number < rows; number++) {
                BulkRow row = BulkRow.of(number, prompts.size());
                String prompt = prompts.get(row.prompt());
                out.write(openai ? batchLine(row, prompt) : line(row, prompt));
                out.write('\n');
            }
        }
    }

    private static String line(BulkRow row, String prompt) {
        ObjectNode line = JSON.createObjectNode();
        line.put(ID, row.id()).put(PROMPT, prompt).put(NUMBER, row.number());
        line.putArray(TAGS).add(row.number()).add("kept");
        switch (row.fault().orElse(-1)) {
            case 0 -> {
                return "{\"request_id\": \"broken";
            }
            case 1 -> {
                return "[\"no object\"]";
            }
            case 2 -> line.put(PROMPT, 5);
            case 3 -> line.putArray("messages");
            case 4 -> line.put(PROMPT, "");
            case 5 -> line.put("max_tokens", 0);
            case 6 -> line.put("temperature", -1);
            case 7 -> line.put("model", "another");
            case 8 -> line.put("stream", true);
            case 9 -> line.put(ID, row.idBefore());
            default -> {}
        }
        return line.toString();
    }

    private static String batchLine(BulkRow row, String prompt) {
        ObjectNode line = JSON.createObjectNode();
        line.put(CUSTOM_ID, row.id()).put("method", "POST").put("url", "/v1/completions");
        ObjectNode body = line.putObject("body").put("model", BulkRun.MODEL).put(PROMPT, prompt);
        switch (row.fault().orElse(-1)) {
            case 0 -> {
                return "{\"custom_id\": \"broken";
            }
            case 1 -> {
                return "[\"no object\"]";
            }
            case 2 -> line.remove(CUSTOM_ID);
            case 3 -> line.put(CUSTOM_ID, row.idBefore());
            case 4 -> line.put("method", "GET");
            case 5 -> line.put("url", "/v1/embeddings");
            case 6 -> line.remove("body");
            case 7 -> body.put(PROMPT, "");
            case 8 -> body.put("max_tokens", 0);
            case 9 -> body.put("temperature", -1);
            default -> {}
        }
        return line.toString();
    }

    @Override
    public void read(Path file, Consumer<BulkAnswer> to) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode answer = JSON.readTree(line);
                to.accept(openai ? batchAnswer(answer) : answer(answer));
            }
        }
    }

    private static BulkAnswer answer(JsonNode line) {
        JsonNode error = line.path("error");
        boolean failed = !error.isNull();
        long number =
                failed
                        ? error.path("line").asLong(0) - 1
                        : Long.parseLong(line.path(ID).asText().substring(1));
        // What is no object has no columns.
        boolean bare = failed && !line.has(NUMBER);
        boolean kept =
                bare
                        || line.path(NUMBER).asLong(-1) == number
                                && line.path(TAGS).path(0).asLong(-1) == number
                                && line.path(TAGS).path(1).asText().equals("kept");
        if (failed) {
            String why = error.path("field").asText() + " " + error.path("message").asText();
            return BulkAnswer.refused(OptionalLong.of(number), why, kept);
        }
        return BulkAnswer.answered(number, line.path("text").asText(), tokens(line), kept);
    }

    private static int tokens(JsonNode answer) {
        return answer.path("usage").path("completion_tokens").asInt();
    }

    private static BulkAnswer batchAnswer(JsonNode line) {
        String code = line.path("error").path("code").asText("");
        JsonNode response = line.path("response");
        JsonNode id = line.path(CUSTOM_ID);
        boolean named = id.isTextual() && id.asText().startsWith("r");
        long number = named ? Long.parseLong(id.asText().substring(1)) : 0;
        OptionalLong row = OptionalLong.empty();
        if (named) {
            row = OptionalLong.of(code.equals(OPENAI_FAULTS.get(3)) ? number + 1 : number);
        }
        if (!code.isEmpty()) {
            return BulkAnswer.refused(row, code, true);
        }
        JsonNode body = response.path("body");
        if (response.path("status_code").asInt() != 200 || !named) {
            return BulkAnswer.refused(row, body.path("error").toString(), true);
        }
        String text = body.path("choices").path(0).path("text").asText();
        return BulkAnswer.answered(number, text, tokens(body), true);
    }
}
