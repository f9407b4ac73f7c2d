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
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.operators.metrics.RequestTimes;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.request.WantedTimes;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.ChoiceState;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.LogprobState;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.SloAttainment;
import io.pyramidion.schemas.TraceState;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One running request: its sequence in the engine, or several for several texts, and what its
 * result tells beyond that. Times are milliseconds since the epoch.
 */
final class Generation {

    private static final double NANOS_PER_MILLI = 1e6;

    private final AdmittedRequest admitted;
    private final List<Sequence> sequences;
    private final Integer resumedFrom;
    private final int cachedBefore;
    private Long firstTokenAt;

    private Generation(
            AdmittedRequest admitted,
            List<Sequence> sequences,
            Long firstTokenAt,
            Integer resumedFrom,
            int cachedBefore) {
        this.admitted = admitted;
        this.sequences = List.copyOf(sequences);
        this.firstTokenAt = firstTokenAt;
        this.resumedFrom = resumedFrom;
        this.cachedBefore = cachedBefore;
    }

    static Generation start(
            GenerationRequest request, Origin origin, List<Sequence> sequences, long now) {
        Sequence first = sequences.get(0);
        AdmittedRequest admitted =
                new AdmittedRequest(
                        request, origin, boxed(first.promptTokens()), first.sampling().seed(), now);
        return new Generation(admitted, sequences, null, null, 0);
    }

    /**
     * A generation that goes on where a checkpoint left it; {@code sequences} hold its tokens.
     *
     * @throws InvalidRequestException if one of its texts ended for a reason that is unknown here
     */
    static Generation resume(
            AdmittedRequest admitted, GenerationProgress state, List<Sequence> sequences) {
        Sequence first = sequences.get(0);
        restore(first, state.getLogprobs(), state.getTrace(), state.getFinishReason());
        for (int i = 1; i < sequences.size(); i++) {
            ChoiceState choice = state.getChoices().get(i - 1);
            restore(
                    sequences.get(i),
                    choice.getLogprobs(),
                    choice.getTrace(),
                    choice.getFinishReason());
        }
        first.statistics()
                .restore(SpeculationRecords.rounds(state), SpeculationRecords.stages(state));
        sequences.forEach(sequence -> sequence.restoreOpened(state.getOpened()));
        return new Generation(
                admitted,
                sequences,
                state.getFirstTokenAt(),
                sequences.stream().mapToInt(Sequence::generatedCount).sum(),
                state.getCachedTokens());
    }

    private static void restore(
            Sequence sequence, List<LogprobState> logprobs, List<TraceState> trace, String end) {
        if (logprobs != null) {
            sequence.restore(LogprobRecords.restored(logprobs));
        }
        if (trace != null) {
            sequence.restoreProposals(TraceRecords.restored(trace));
        }
        if (end != null && !sequence.isFinished()) {
            sequence.end(FinishReason.find(end).orElseThrow(() -> unknownEnd(end)));
        }
    }

    /** A checkpoint of a newer version may hold what this one cannot answer with. */
    private static InvalidRequestException unknownEnd(String end) {
        return new InvalidRequestException(
                "finish_reason",
                "finish_reason of the checkpoint is "
                        + ShownText.of(end)
                        + "; allowed: "
                        + FinishReason.names());
    }

    GenerationRequest request() {
        return admitted.getRequest();
    }

    Origin origin() {
        return admitted.getOrigin();
    }

    /** What of it never changes. */
    AdmittedRequest admitted() {
        return admitted;
    }

    /** The first of its sequences: the only one unless the request wants several texts. */
    Sequence sequence() {
        return sequences.get(0);
    }

    /** One sequence for each text that the request wants. */
    List<Sequence> sequences() {
        return sequences;
    }

    /** The sequence whose limits were opened furthest. */
    private Sequence widest() {
        return sequences.stream().max(Comparator.comparingDouble(Sequence::opened)).orElseThrow();
    }

    /** How its texts were decoded, with the widest limits that were in force for any of them. */
    Speculation decoded() {
        return widest().decoded();
    }

    /** Whether all its texts are complete. */
    boolean isFinished() {
        return sequences.stream().allMatch(Sequence::isFinished);
    }

    /** Generated tokens of all its texts. */
    int generatedCount() {
        return sequences.stream().mapToInt(Sequence::generatedCount).sum();
    }

    /** Rounds of all its texts. */
    RoundCount rounds() {
        return sequences.stream()
                .map(sequence -> sequence.statistics().roundCount())
                .reduce(RoundCount.ZERO, RoundCount::plus);
    }

    /** What each stage of speculation did for all its texts. */
    Map<AcceptanceStage, StageCount> stages() {
        Map<AcceptanceStage, StageCount> counts = new EnumMap<>(AcceptanceStage.class);
        for (Sequence sequence : sequences) {
            sequence.statistics()
                    .stages()
                    .forEach((stage, count) -> counts.merge(stage, count, StageCount::plus));
        }
        return counts;
    }

    /** Generated tokens that stood at the last resume; null if there was none. */
    Integer resumedFrom() {
        return resumedFrom;
    }

    /** The class that it was admitted in. */
    SloClass sloClass() {
        return Terms.sloClass(request().getSlo());
    }

    /** When it ends at the latest, milliseconds since the epoch. */
    long deadline() {
        return Terms.deadline(request().getSlo());
    }

    /** Tokens of the prompt that the target did not read when it was admitted. */
    int cachedTokens() {
        return resumedFrom == null ? sequence().reusedTokens() : cachedBefore;
    }

    boolean streams() {
        return Boolean.TRUE.equals(request().getStream());
    }

    /**
     * Takes note of the tokens of a round that ended {@code now}.
     *
     * @return whether its first token was among them
     */
    boolean roundEnded(long now) {
        if (firstTokenAt != null || generatedCount() == 0) {
            return false;
        }
        firstTokenAt = now;
        return true;
    }

    /** Whether its first token has come, here or before a failure. */
    boolean hasFirstToken() {
        return firstTokenAt != null;
    }

    /** Where its time went, if it ends {@code now}. */
    RequestTimes times(long now) {
        long sent = origin().getEventTime();
        long first = firstTokenAt == null ? now : firstTokenAt;
        int after = longest() - 1;
        return new RequestTimes(
                since(sent, admitted.getAdmittedAt()),
                since(sent, first),
                after > 0 ? since(first, now) / after : 0,
                since(sent, now));
    }

    /** Tokens of its longest text. */
    int longest() {
        return sequences.stream().mapToInt(Sequence::generatedCount).max().orElseThrow();
    }

    /** A copy for a checkpoint: nothing in it changes when the generation goes on. */
    GenerationProgress progress() {
        GenerationProgress state = new GenerationProgress();
        state.setTokenIds(boxed(sequence().generatedTokens()));
        SpeculationRecords.save(rounds(), stages(), state);
        state.setFirstTokenAt(firstTokenAt);
        state.setResumedFrom(resumedFrom);
        state.setLogprobs(logprobs(sequence()));
        state.setTrace(trace(sequence()));
        state.setFinishReason(finishReason(sequence()));
        state.setChoices(
                sequences.stream()
                        .skip(1)
                        .map(
                                sequence ->
                                        new ChoiceState(
                                                boxed(sequence.generatedTokens()),
                                                logprobs(sequence),
                                                finishReason(sequence),
                                                trace(sequence)))
                        .toList());
        state.setCachedTokens(cachedTokens());
        state.setOpened(widest().opened());
        return state;
    }

    /** What came of its objectives, if it ended {@code now}; null if it has none. */
    SloAttainment attainment(RequestTimes times, long now) {
        return Attainment.of(
                request().getSlo(),
                sequence().finishReason().orElseThrow(),
                origin().getEventTime(),
                now,
                firstTokenAt == null ? null : times.toFirstToken(),
                longest() > 1 ? times.perOutputToken() : null);
    }

    /** Says to the engine how fast it is wanted. */
    void aim(EngineClock clock) {
        WantedTimes wanted = WantedTimes.of(request().getSlo(), origin().getEventTime());
        if (wanted.equals(WantedTimes.NONE)) {
            return;
        }
        Objective objective =
                new Objective(
                        clock.nanosOf(wanted.firstTokenDue()), wanted.perToken() * NANOS_PER_MILLI);
        OptionalLong first =
                firstTokenAt == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(clock.nanosOf(firstTokenAt));
        sequences.forEach(sequence -> sequence.aim(objective, first));
    }

    private static String finishReason(Sequence sequence) {
        return sequence.finishReason().map(FinishReason::wireName).orElse(null);
    }

    private static List<LogprobState> logprobs(Sequence sequence) {
        return sequence.sampling().logprobs().isPresent()
                ? LogprobRecords.state(sequence.logprobs())
                : null;
    }

    private static List<TraceState> trace(Sequence sequence) {
        return sequence.isTraced() ? TraceRecords.state(sequence.proposals()) : null;
    }

    /** Never negative: event times come from other machines' clocks. */
    private static double since(long from, long until) {
        return Math.max(0, until - from);
    }

    static List<Integer> boxed(int[] ids) {
        return IntStream.of(ids).boxed().collect(Collectors.toCollection(ArrayList::new));
    }
}
