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
package io.pyramidion.benchmarks.run;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.StageCount;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run measured: rounds that decode and read no prompt. Mutable while it runs; runs of
 * different prompts add up.
 */
public final class Run {

    private final Map<ModelRole, Long> nanos = new EnumMap<>(ModelRole.class);
    private final Map<ModelRole, Long> forwards = new EnumMap<>(ModelRole.class);
    private final Map<AcceptanceStage, StageCount> stages = new EnumMap<>(AcceptanceStage.class);
    private final List<Output> outputs = new ArrayList<>();
    private long tokens;
    private long wallNanos;
    private long sequenceRounds;

    /**
     * What one sequence came to.
     *
     * @param right whether it is the right answer; false for prompts that have none
     * @param logProbability mean of its tokens by the target at temperature 1, natural logarithm;
     *     NaN if the run did not ask for it
     */
    public record Output(int[] tokens, boolean right, double logProbability) {}

    void addRound(long wall, int newTokens, int sequences) {
        wallNanos += wall;
        tokens += newTokens;
        sequenceRounds += sequences;
    }

    void addModel(ModelRole role, long spent, int passes) {
        nanos.merge(role, spent, Long::sum);
        forwards.merge(role, (long) passes, Long::sum);
    }

    void addStage(AcceptanceStage stage, StageCount count) {
        stages.merge(stage, count, StageCount::plus);
    }

    void addOutput(Output output) {
        outputs.add(output);
    }

    /** All runs as one. */
    static Run sum(List<Run> runs) {
        Run sum = new Run();
        for (Run run : runs) {
            sum.wallNanos += run.wallNanos;
            sum.tokens += run.tokens;
            sum.sequenceRounds += run.sequenceRounds;
            run.nanos.forEach((role, more) -> sum.nanos.merge(role, more, Long::sum));
            run.forwards.forEach((role, more) -> sum.forwards.merge(role, more, Long::sum));
            run.stages.forEach(sum::addStage);
            sum.outputs.addAll(run.outputs);
        }
        return sum;
    }

    public double tokensPerSecond() {
        return tokens * 1e9 / wallNanos;
    }

    /** Tokens that a sequence gains in a round: the mean accepted length and the target's own. */
    public double tokensPerRound() {
        return (double) tokens / sequenceRounds;
    }

    /** Milliseconds of a forward pass, draws included; NaN for a model that did not run. */
    public double forwardMillis(ModelRole role) {
        return nanos.getOrDefault(role, 0L) / 1e6 / forwards.getOrDefault(role, 0L);
    }

    /** Forward passes for each of the target's. */
    public double forwardsPerRound(ModelRole role) {
        return (double) forwards.getOrDefault(role, 0L) / forwards.get(ModelRole.TARGET);
    }

    /** Share of the time outside the models, 0 to 1. */
    public double outside() {
        long inside = nanos.values().stream().mapToLong(Long::longValue).sum();
        return 1 - (double) inside / wallNanos;
    }

    /** Counts of the stages that ran. */
    public Map<AcceptanceStage, StageCount> stages() {
        return stages;
    }

    /** Share of a stage's proposed tokens that stood; NaN if it proposed none. */
    public double acceptance(AcceptanceStage stage) {
        StageCount count = stages.getOrDefault(stage, StageCount.ZERO);
        return (double) count.accepted() / count.drafted();
    }

    /** The same of the tokens proposed first: those behind a rejected one say less. */
    public double firstAcceptance(AcceptanceStage stage) {
        StageCount count = stages.getOrDefault(stage, StageCount.ZERO);
        return count.drafted() == 0
                ? 0
                : (double) count.acceptedPerPosition().get(0) / count.draftedPerPosition().get(0);
    }

    /** Tokens that a stage proposes at a time. */
    public double meanProposed(AcceptanceStage stage) {
        StageCount count = stages.getOrDefault(stage, StageCount.ZERO);
        return count.drafted() == 0
                ? 0
                : (double) count.drafted() / count.draftedPerPosition().get(0);
    }

    public List<Output> outputs() {
        return outputs;
    }

    public double accuracy() {
        return (double) outputs.stream().filter(Output::right).count() / outputs.size();
    }
}
