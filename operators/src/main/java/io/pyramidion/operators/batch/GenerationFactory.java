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
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.request.RequestReader;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.state.GenerationStore;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.RequestEnvelope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns admitted requests into generations that a batch can run. Keeps no state of its own. */
public final class GenerationFactory {

    /**
     * A request that starts.
     *
     * @param generation what runs
     * @param history the earlier messages that it was started with
     */
    record Start(Generation generation, List<ChatMessage> history) {}

    private static final int[] NOTHING_YET = {};

    private final Pyramid pyramid;
    private final int contextTokens;
    private final int prefillTokens;
    private final RequestReader requests;

    /**
     * @param pyramid stays its caller's
     * @param contextTokens most tokens of a request, prompt included
     */
    public GenerationFactory(Pyramid pyramid, int contextTokens, ChainSettings settings) {
        this.pyramid = pyramid;
        this.contextTokens = contextTokens;
        this.prefillTokens = settings.batch().prefillTokensPerRound();
        this.requests = new RequestReader(pyramid, contextTokens, settings);
    }

    /**
     * Starts a request.
     *
     * @param key its key; names the sequence, since a key runs one request at a time
     * @param history earlier messages of its session
     * @param now milliseconds since the epoch
     * @throws InvalidRequestException if it cannot be served, saying why
     */
    Start start(String key, RequestEnvelope envelope, List<ChatMessage> history, long now) {
        GenerationRequest request = envelope.getRequest();
        try {
            RequestReader.Prompt prompt = requests.prompt(request, history);
            List<int[]> generated = Collections.nCopies(RequestReader.texts(request), NOTHING_YET);
            List<Sequence> sequences =
                    sequences(
                            key,
                            request,
                            prompt.tokens(),
                            generated,
                            requests.seed(request),
                            requests.speculation(request));
            return new Start(
                    Generation.start(request, envelope.getOrigin(), sequences, now),
                    prompt.history());
        } catch (InvalidRequestException e) {
            throw history.isEmpty() ? e : withHistory(e, history.size());
        }
    }

    /**
     * Goes on with a generation where a checkpoint left it.
     *
     * @throws InvalidRequestException if this job can no longer serve it, for example because its
     *     context became shorter
     */
    Generation resume(String key, GenerationStore.Stored stored) {
        AdmittedRequest admitted = stored.admitted();
        GenerationProgress progress = stored.progress();
        List<int[]> generated = new ArrayList<>();
        generated.add(ids(progress.getTokenIds()));
        progress.getChoices().forEach(choice -> generated.add(ids(choice.getTokenIds())));
        // The job's default may have changed since; of what came before, nobody could tell now.
        boolean traced = progress.getTrace() != null;
        List<Sequence> sequences =
                sequences(
                        key,
                        admitted.getRequest(),
                        ids(admitted.getPromptTokenIds()),
                        generated,
                        admitted.getSeed(),
                        requests.speculation(admitted.getRequest()).traced(traced));
        return Generation.resume(admitted, progress, sequences);
    }

    /** A sequence for each text, which differ in nothing but their seeds. */
    private List<Sequence> sequences(
            String key,
            GenerationRequest request,
            int[] prompt,
            List<int[]> generated,
            long seed,
            Speculation wanted) {
        List<Sequence> sequences = new ArrayList<>();
        for (int[] text : generated) {
            long own = Noise.seed(seed, sequences.size());
            sequences.add(sequence(key, request, prompt, text, own, wanted));
        }
        if (sequences.size() > 1) {
            Sequence.sharePrompt(sequences);
        }
        return sequences;
    }

    /** Rounds that a new generation needs at least until its first token. */
    int roundsToFirstToken(Generation generation) {
        int prompt = generation.sequence().promptLength();
        return (prompt + prefillTokens - 2) / prefillTokens + 1;
    }

    private Sequence sequence(
            String key,
            GenerationRequest request,
            int[] prompt,
            int[] generated,
            long seed,
            Speculation wanted) {
        SamplingParameters parameters = requests.sampling(request, seed);
        Sequence sequence =
                pyramid.sequences()
                        .create(key, prompt, generated, parameters, wanted, contextTokens);
        if (request.getSessionId() != null) {
            sequence.expectContinuation();
        }
        return sequence;
    }

    /** The sender sees one turn only: what the session adds to it may be what is wrong. */
    private static InvalidRequestException withHistory(InvalidRequestException e, int messages) {
        return new InvalidRequestException(
                e.field(),
                e.getMessage() + " (with " + messages + " earlier messages of its session)");
    }

    private static int[] ids(List<Integer> boxed) {
        return boxed.stream().mapToInt(Integer::intValue).toArray();
    }
}
