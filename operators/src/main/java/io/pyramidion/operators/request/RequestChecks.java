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
package io.pyramidion.operators.request;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Refuses requests that no model is needed to refuse: contradictory or out of limits. Whether a
 * prompt fits the context and its token ids the vocabulary is for the models to say.
 */
public final class RequestChecks {

    /** Longest request or session id, characters. */
    public static final int LONGEST_ID = 256;

    private static final String CANCEL_FIELDS = "request_id, session_id, metadata";
    private static final Set<String> OF_CANCEL =
            Set.of("cancel", "request_id", "session_id", "metadata");

    // Each takes a KV slot of its own.
    private static final int MAX_TEXTS = 16;

    private final RequestLimits limits;
    private final SpeculationCheck speculation;
    private final SamplingResolver sampling;

    public RequestChecks(RequestLimits limits) {
        this.limits = limits;
        this.speculation = new SpeculationCheck(limits.speculation(), limits.speculators());
        this.sampling = SamplingResolver.withoutModel(limits.defaultMaxTokens());
    }

    /**
     * Checks one request.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    public void check(GenerationRequest request) {
        checkId("request_id", request.getRequestId());
        if (Boolean.TRUE.equals(request.getCancel())) {
            checkCancel(request);
            return;
        }
        checkModel(request.getModel());
        checkInput(request);
        checkSession(request);
        SloCheck.check(request.getSlo());
        checkTexts(request);
        checkSampling(request);
        speculation.check(request.getSpeculation());
    }

    /**
     * The request to forget a session, which holds nothing else.
     *
     * @param session the key of a record without a value; empty if it has none
     * @throws InvalidRequestException if it can be no session's
     */
    public static GenerationRequest forget(String session) {
        refuseIf(
                session.isEmpty(),
                "",
                () ->
                        "The record has neither value nor key; allowed: a request, or the session to"
                                + " forget as the key");
        refuseIf(
                session.length() > LONGEST_ID,
                "",
                () ->
                        "The record has no value, and its key, the session to forget, has %d characters; allowed: 1 to %d"
                                .formatted(session.length(), LONGEST_ID));
        return GenerationRequest.newBuilder().setRequestId("").setSessionId(session).build();
    }

    private static void checkId(String field, String id) {
        refuseIf(id.isEmpty(), field, () -> field + " is empty; allowed: 1 to 256 characters");
        refuseIf(
                id.length() > LONGEST_ID,
                field,
                () -> field + " has " + id.length() + " characters; allowed: 1 to " + LONGEST_ID);
    }

    private static void checkCancel(GenerationRequest request) {
        if (request.getSessionId() != null) {
            checkId("session_id", request.getSessionId());
        }
        for (Schema.Field field : request.getSchema().getFields()) {
            refuseIf(
                    !OF_CANCEL.contains(field.name()) && request.get(field.pos()) != null,
                    field.name(),
                    () -> field.name() + " is set together with cancel; allowed: " + CANCEL_FIELDS);
        }
    }

    private void checkModel(String model) {
        refuseIf(
                model != null && !model.equals(limits.model()),
                "model",
                () -> "model is " + ShownText.of(model) + "; allowed: " + limits.model());
    }

    /**
     * Checks what a request asks about, as every entry does: one prompt, in one form.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    public static void checkInput(GenerationRequest request) {
        long inputs =
                Stream.of(request.getPrompt(), request.getMessages(), request.getPromptTokenIds())
                        .filter(Objects::nonNull)
                        .count();
        refuseIf(
                inputs != 1,
                "prompt",
                () ->
                        inputs
                                + " of prompt, messages, prompt_token_ids are set; allowed: exactly one");
        if (request.getPrompt() != null) {
            refuseIf(
                    request.getPrompt().isEmpty(),
                    "prompt",
                    () -> "prompt is empty; allowed: at least one character");
        } else if (request.getPromptTokenIds() != null) {
            refuseIf(
                    request.getPromptTokenIds().isEmpty(),
                    "prompt_token_ids",
                    () -> "prompt_token_ids is empty; allowed: at least one token id");
            SamplingCheck.checkTokenIds("prompt_token_ids", request.getPromptTokenIds());
        }
        MessageCheck.check(request);
    }

    private static void checkSession(GenerationRequest request) {
        if (request.getSessionId() == null) {
            return;
        }
        checkId("session_id", request.getSessionId());
        refuseIf(
                request.getMessages() == null,
                "session_id",
                () -> "session_id is set without messages; allowed: only with messages");
    }

    /**
     * Checks how many texts a request wants.
     *
     * @throws InvalidRequestException naming the field at fault
     */
    public static void checkTexts(GenerationRequest request) {
        int texts = given(request.getN(), 1);
        refuseIf(
                texts < 1 || texts > MAX_TEXTS,
                "n",
                () -> "n is " + texts + "; allowed: 1 to " + MAX_TEXTS);
        refuseIf(
                texts > 1 && request.getSessionId() != null,
                "n",
                () ->
                        "n is "
                                + texts
                                + " in a session; allowed: 1, since one text continues the session");
    }

    private void checkSampling(GenerationRequest request) {
        SamplingCheck.check(request);
        sampling.resolve(request, given(request.getSeed(), 0L), List.of());
    }

    private static <T> T given(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static void refuseIf(boolean refused, String field, Supplier<String> message) {
        if (refused) {
            throw new InvalidRequestException(field, message.get());
        }
    }
}
