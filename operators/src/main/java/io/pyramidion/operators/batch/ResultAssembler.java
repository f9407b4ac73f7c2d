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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.sampling.TokenLogprobs;
import io.pyramidion.engine.speculation.Delta;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.operators.metrics.RequestTimes;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.DeltaSpeculation;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.PromptTokensDetails;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.TokenTrace;
import io.pyramidion.schemas.Usage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes the records that leave the chain. */
final class ResultAssembler {

    static final String ERROR = "error";
    private static final String STAGE = "admit";

    private final String modelName;
    private final Tokenizer tokenizer;

    /**
     * @param modelName what results call the model
     * @param tokenizer writes the texts of single tokens; stays its caller's
     */
    ResultAssembler(String modelName, Tokenizer tokenizer) {
        this.modelName = modelName;
        this.tokenizer = tokenizer;
    }

    /**
     * The result of a finished generation.
     *
     * @param now when it ended, milliseconds since the epoch
     */
    ResultEnvelope result(Generation generation, RequestTimes times, long now) {
        Sequence sequence = generation.sequence();
        int prompt = sequence.promptLength();
        int completion = generation.generatedCount();
        GenerationResult answer = blank(generation.request());
        answer.setText(sequence.text());
        answer.setTokenIds(Generation.boxed(sequence.generatedTokens()));
        answer.setFinishReason(finishReason(sequence));
        answer.setUsage(
                new Usage(
                        prompt,
                        completion,
                        prompt + completion,
                        new PromptTokensDetails(generation.cachedTokens())));
        answer.setTimings(timings(times));
        answer.setSpeculation(
                SpeculationRecords.result(
                        generation.rounds(), generation.stages(), generation.decoded()));
        answer.getSpeculation().setTrace(trace(sequence));
        answer.setSlo(generation.attainment(times, now));
        answer.setLogprobs(logprobs(sequence, sequence.generatedTokens(), sequence.logprobs()));
        if (generation.sequences().size() > 1) {
            answer.setChoices(choices(generation));
        }
        answer.setResumedFrom(generation.resumedFrom());
        return new ResultEnvelope(answer, generation.origin());
    }

    /** The result of a request that was refused. */
    ResultEnvelope error(
            GenerationRequest request, Origin origin, InvalidRequestException why, long now) {
        return empty(request, origin, ERROR, detail(why), now);
    }

    /**
     * The result of a request that never ran.
     *
     * @param why what its sender is told beyond the reason, or null
     */
    ResultEnvelope unstarted(
            GenerationRequest request,
            Origin origin,
            FinishReason reason,
            ErrorDetail why,
            long now) {
        ResultEnvelope result = empty(request, origin, reason.wireName(), why, now);
        long sent = origin.getEventTime();
        result.getAnswer().setSlo(Attainment.of(request.getSlo(), reason, sent, now, null, null));
        return result;
    }

    private ResultEnvelope empty(
            GenerationRequest request, Origin origin, String reason, ErrorDetail why, long now) {
        double waited = Math.max(0, now - origin.getEventTime());
        GenerationResult answer = blank(request);
        answer.setText("");
        answer.setTokenIds(List.of());
        answer.setFinishReason(reason);
        answer.setError(why);
        answer.setUsage(new Usage(0, 0, 0, null));
        answer.setTimings(new Timings(waited, 0.0, 0.0, waited));
        answer.setSpeculation(SpeculationRecords.none());
        return new ResultEnvelope(answer, origin);
    }

    /**
     * @param value the record's bytes as they came, or null if they are no longer known
     */
    DeadLetter deadLetter(Origin origin, ByteBuffer value, InvalidRequestException why) {
        return new DeadLetter(origin, value, detail(why));
    }

    /**
     * @param sequence the one of the generation's that {@code delta} is of
     */
    DeltaEnvelope delta(Generation generation, Sequence sequence, Delta delta) {
        boolean several = generation.sequences().size() > 1;
        TokenDelta token =
                new TokenDelta(
                        generation.request().getRequestId(),
                        generation.request().getSessionId(),
                        delta.firstPosition(),
                        delta.firstCharacter(),
                        Generation.boxed(delta.tokenIds()),
                        delta.text(),
                        sequence.isFinished() ? finishReason(sequence) : null,
                        logprobs(sequence, delta.tokenIds(), delta.logprobs()),
                        several ? generation.sequences().indexOf(sequence) : null,
                        sequence.isTraced()
                                ? new DeltaSpeculation(TraceRecords.result(delta.trace()))
                                : null);
        return new DeltaEnvelope(token, generation.origin());
    }

    /** The one delta of a streaming request that never ran. */
    DeltaEnvelope lastDelta(GenerationRequest request, Origin origin, String finishReason) {
        TokenDelta nothing =
                new TokenDelta(
                        request.getRequestId(),
                        request.getSessionId(),
                        0,
                        0,
                        List.of(),
                        "",
                        finishReason,
                        null,
                        null,
                        null);
        return new DeltaEnvelope(nothing, origin);
    }

    private List<Choice> choices(Generation generation) {
        List<Choice> choices = new ArrayList<>();
        for (Sequence sequence : generation.sequences()) {
            int[] tokens = sequence.generatedTokens();
            choices.add(
                    new Choice(
                            choices.size(),
                            sequence.text(),
                            Generation.boxed(tokens),
                            finishReason(sequence),
                            logprobs(sequence, tokens, sequence.logprobs()),
                            trace(sequence)));
        }
        return choices;
    }

    private Logprobs logprobs(Sequence sequence, int[] tokens, List<TokenLogprobs> scores) {
        return sequence.sampling().logprobs().isPresent()
                ? LogprobRecords.result(tokens, scores, tokenizer)
                : null;
    }

    private static List<TokenTrace> trace(Sequence sequence) {
        return sequence.isTraced() ? TraceRecords.result(sequence.trace()) : null;
    }

    static String finishReason(Sequence finished) {
        return finished.finishReason().map(FinishReason::wireName).orElseThrow();
    }

    private GenerationResult blank(GenerationRequest request) {
        GenerationResult answer = new GenerationResult();
        answer.setRequestId(request.getRequestId());
        answer.setSessionId(request.getSessionId());
        answer.setModel(modelName);
        answer.setMetadata(request.getMetadata());
        return answer;
    }

    private static Timings timings(RequestTimes times) {
        return new Timings(
                times.queue(), times.toFirstToken(), times.perOutputToken(), times.total());
    }

    private static ErrorDetail detail(InvalidRequestException why) {
        return new ErrorDetail(STAGE, why.field(), why.getMessage());
    }
}
