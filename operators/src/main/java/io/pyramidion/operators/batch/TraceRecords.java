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
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.speculation.Proposal;
import io.pyramidion.engine.speculation.TokenProposer;
import io.pyramidion.engine.speculation.TracedToken;
import io.pyramidion.schemas.TokenTrace;
import io.pyramidion.schemas.TraceState;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Who proposed each token, as results, deltas and checkpoints hold it. */
public final class TraceRecords {

    /** More digits would tell nothing, and make results longer. */
    private static final double STEPS = 1000;

    private TraceRecords() {}

    /** As results and deltas hold it. */
    public static List<TokenTrace> result(List<TracedToken> tokens) {
        return tokens.stream()
                .map(
                        token ->
                                new TokenTrace(
                                        token.text(),
                                        token.proposal().by().wireName(),
                                        chance(token.proposal())))
                .toList();
    }

    static List<TraceState> state(List<Proposal> proposals) {
        return proposals.stream()
                .map(proposal -> new TraceState(proposal.by().wireName(), chance(proposal)))
                .toList();
    }

    /**
     * @throws InvalidRequestException if a proposer is unknown here
     */
    static List<Proposal> restored(List<TraceState> state) {
        return state.stream().map(TraceRecords::restored).toList();
    }

    private static Proposal restored(TraceState token) {
        TokenProposer by =
                TokenProposer.find(token.getBy()).orElseThrow(() -> unknown(token.getBy()));
        Double chance = token.getP();
        return new Proposal(
                by, chance == null ? OptionalDouble.empty() : OptionalDouble.of(chance));
    }

    /** A checkpoint of a newer version may hold what this one cannot tell. */
    private static InvalidRequestException unknown(String by) {
        return new InvalidRequestException(
                "speculation.trace",
                "by of the checkpoint's trace is "
                        + ShownText.of(by)
                        + "; allowed: "
                        + Arrays.stream(TokenProposer.values())
                                .map(TokenProposer::wireName)
                                .collect(Collectors.joining(", ")));
    }

    private static Double chance(Proposal proposal) {
        OptionalDouble chance = proposal.chance();
        return chance.isPresent() ? Math.round(chance.getAsDouble() * STEPS) / STEPS : null;
    }
}
