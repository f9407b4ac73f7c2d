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

import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.BadWords;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.SessionOverflow;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Says what a request means to this job and its models: its prompt, its sampling parameters and its
 * speculation. {@link RequestChecks} has refused what needs no model to be refused; here the
 * models' defaults, tokenizer and template come in. Keeps no state.
 */
public final class RequestReader {

    /**
     * A prompt and what of the session's history it was written with.
     *
     * @param tokens token ids
     * @param history earlier messages, the oldest left out where they did not fit
     */
    public record Prompt(int[] tokens, List<ChatMessage> history) {}

    private final Pyramid pyramid;
    private final boolean truncates;
    private final HistoryFitter fitter;
    private final PromptEncoder prompts;
    private final SamplingResolver sampling;
    private final SpeculationCheck speculationCheck;
    private final SpeculationResolver speculation;

    /**
     * @param pyramid stays its caller's
     * @param contextTokens maximum number of tokens of a request, prompt included
     */
    public RequestReader(Pyramid pyramid, int contextTokens, ChainSettings settings) {
        this.pyramid = pyramid;
        this.truncates = settings.sessions().overflow() == SessionOverflow.TRUNCATE;
        this.fitter = new HistoryFitter(contextTokens);
        this.prompts =
                new PromptEncoder(pyramid.tokenizer(), pyramid.chatTemplate(), contextTokens);
        this.sampling =
                new SamplingResolver(pyramid.generationDefaults(), settings.defaultMaxTokens());
        Set<ModelRole> speculators = EnumSet.noneOf(ModelRole.class);
        pyramid.draft().ifPresent(model -> speculators.add(ModelRole.DRAFT));
        pyramid.qualifier().ifPresent(model -> speculators.add(ModelRole.QUALIFIER));
        this.speculationCheck = new SpeculationCheck(settings.speculation(), speculators);
        this.speculation = new SpeculationResolver(settings.speculation(), speculators);
    }

    /**
     * The prompt of a request that starts.
     *
     * @param history earlier messages of its session; the oldest are left out where the job says so
     * @throws io.pyramidion.engine.InvalidRequestException if it has none, or asks for speculation
     *     that these models do not offer
     */
    public Prompt prompt(GenerationRequest request, List<ChatMessage> history) {
        speculationCheck.check(request.getSpeculation());
        int[] tokens = prompts.encode(request, history);
        if (!truncates
                || history.isEmpty()
                || fitter.fits(tokens.length, sampling.maxTokens(request))) {
            return new Prompt(tokens, history);
        }
        List<ChatMessage> kept = fitter.fit(history, some -> prompts.encode(request, some).length);
        return new Prompt(prompts.encode(request, kept), kept);
    }

    /**
     * How the tokens of one of its texts are drawn.
     *
     * @param seed the text's own
     * @throws io.pyramidion.engine.InvalidRequestException naming the first field out of its limits
     */
    public SamplingParameters sampling(GenerationRequest request, long seed) {
        List<String> words = request.getBadWords() == null ? List.of() : request.getBadWords();
        return sampling.resolve(request, seed, BadWords.spellings(pyramid.tokenizer(), words));
    }

    /** How it is speculated on, as far as the job goes. */
    public Speculation speculation(GenerationRequest request) {
        return speculation.resolve(request.getSpeculation());
    }

    /** The request's seed, or one that depends on nothing but its id. */
    public long seed(GenerationRequest request) {
        return sampling.seed(request);
    }

    /** How many texts it wants. */
    public static int texts(GenerationRequest request) {
        return request.getN() == null ? 1 : request.getN();
    }
}
