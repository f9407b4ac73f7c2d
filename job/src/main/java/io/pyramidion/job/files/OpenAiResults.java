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
package io.pyramidion.job.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.ResultEnvelope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Results as lines of the OpenAI Batch API. A request that was answered, if only with a refusal,
 * has a {@code response}; one that was not, because its line is at fault or the time was over, an
 * {@code error}. {@code batch_expired} is the time of all rows, {@code deadline_exceeded} one that
 * the row set itself. Ids are made from the place of the row, so that they are the same after a
 * failure.
 */
final class OpenAiResults extends LineResults {

    private static final String EXPIRED = "batch_expired";

    private final JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);

    @Override
    public byte[] row(ResultEnvelope envelope) {
        GenerationResult result = envelope.getAnswer();
        FilePosition place = (FilePosition) envelope.getOrigin().getSource();
        byte[] columns = new byte[place.getColumns().remaining()];
        place.getColumns().duplicate().get(columns);
        ObjectNode kept = RowJson.written(columns);
        String hex = hex(place);
        ObjectNode line = RowJson.object();
        line.put("id", "batch_req_" + hex);
        line.set(OpenAiMapper.CUSTOM_ID, kept.get(OpenAiMapper.CUSTOM_ID));
        String code = code(result, kept);
        if (code.isEmpty()) {
            long created = envelope.getOrigin().getEventTime() / 1000;
            line.set("response", response(result, kept, hex, created));
            line.putNull("error");
        } else {
            line.putNull("response");
            line.putObject("error").put("code", code).put("message", message(result, code));
        }
        return RowJson.bytes(line);
    }

    /** Why there is no response; empty if there is one. */
    private static String code(GenerationResult result, ObjectNode kept) {
        return switch (result.getFinishReason()) {
            case Expired.REASON ->
                    Expired.isByWindow(result, kept.path(OpenAiMapper.DEADLINE).asLong())
                            ? EXPIRED
                            : Expired.REASON;
            case "cancelled", "overloaded" -> result.getFinishReason();
            default -> kept.path(OpenAiMapper.CODE).asText();
        };
    }

    private static String message(GenerationResult result, String code) {
        if (code.equals(EXPIRED)) {
            return "This request could not be executed before the completion window expired.";
        }
        ErrorDetail error = Expired.error(result);
        return error == null ? "This request was " + code + "." : error.getMessage();
    }

    private ObjectNode response(
            GenerationResult result, ObjectNode kept, String hex, long created) {
        ObjectNode response = RowJson.object();
        ErrorDetail error = result.getError();
        response.put("status_code", error == null ? 200 : 400);
        response.put("request_id", "req_" + hex);
        if (error == null) {
            boolean chat = kept.path(OpenAiMapper.URL).asText().equals(OpenAiMapper.CHAT);
            response.set("body", body(result, chat, hex, created));
        } else {
            response.putObject("body").set("error", refusal(error));
        }
        return response;
    }

    private static ObjectNode refusal(ErrorDetail error) {
        ObjectNode refusal = RowJson.object();
        refusal.put("message", error.getMessage());
        refusal.put("type", "invalid_request_error");
        refusal.put("param", error.getField().isEmpty() ? null : error.getField());
        refusal.put("code", error.getField().equals("model") ? "model_not_found" : null);
        return refusal;
    }

    private ObjectNode body(GenerationResult result, boolean chat, String hex, long created) {
        ObjectNode body = RowJson.object();
        body.put("id", (chat ? "chatcmpl-" : "cmpl-") + hex);
        body.put("object", chat ? "chat.completion" : "text_completion");
        body.put("created", created);
        body.put("model", result.getModel());
        ObjectNode whole = RowJson.written(codec.encode(result));
        ArrayNode choices = body.putArray("choices");
        for (Choice choice : choices(result)) {
            ObjectNode node = choice(choice, chat);
            JsonNode trace = whole.at("/choices/" + choice.getIndex() + "/trace");
            if (!trace.isMissingNode()) {
                node.set("trace", trace);
            }
            choices.add(node);
        }
        body.set("usage", whole.get("usage"));
        body.set("speculation", whole.get("speculation"));
        return body;
    }

    private static List<Choice> choices(GenerationResult result) {
        return result.getChoices() != null
                ? result.getChoices()
                : List.of(
                        new Choice(
                                0,
                                result.getText(),
                                result.getTokenIds(),
                                result.getFinishReason(),
                                result.getLogprobs(),
                                null));
    }

    private static ObjectNode choice(Choice choice, boolean chat) {
        ObjectNode node = RowJson.object();
        node.put("index", choice.getIndex());
        if (chat) {
            ObjectNode message = node.putObject("message");
            message.put("role", "assistant").put("content", choice.getText()).putNull("refusal");
        } else {
            node.put("text", choice.getText());
        }
        Logprobs logprobs = choice.getLogprobs();
        if (logprobs == null) {
            node.putNull("logprobs");
        } else {
            node.set(
                    "logprobs",
                    chat ? OpenAiLogprobs.ofChat(logprobs) : OpenAiLogprobs.ofCompletion(logprobs));
        }
        node.put("finish_reason", choice.getFinishReason());
        return node;
    }

    private static String hex(FilePosition place) {
        String name = place.getPath() + ":" + place.getRow();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
