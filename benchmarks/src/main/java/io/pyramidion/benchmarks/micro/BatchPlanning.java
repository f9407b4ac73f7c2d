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
package io.pyramidion.benchmarks.micro;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.simulation.decoder.Script;
import io.pyramidion.simulation.decoder.SimulatedDecoder;
import io.pyramidion.simulation.decoder.VirtualClock;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.Profiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The adaptive policy's work for one round of a batch that drafts: the plan, its answers after each
 * pass, and what it learns. The batch stands still, and its tokens' confidences are made up.
 */
final class BatchPlanning {

    private static final int CONTEXT = 512;
    private static final int PASSES = 4;
    private static final long PASS_NANOS = 2_000_000;

    private final List<Sequence> batch = new ArrayList<>();
    private final List<ProposalPass> passes = new ArrayList<>();
    private final AdaptivePolicy policy;
    private final int[] candidates;
    private final RoundOutcome outcome;

    /**
     * @param tokenizer for the sequences' texts, which get none; stays its owner's
     */
    BatchPlanning(int size, Tokenizer tokenizer) {
        CostProfile profile = Profiles.of("h100-8b-3b-1b");
        policy = policy(profile);
        Random random = new Random(7);
        Map<Sequence, Integer> gained = new HashMap<>();
        List<RoundOutcome.Run> runs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Sequence sequence = sequence(i, tokenizer);
            batch.add(sequence);
            int accepted = random.nextInt(PASSES + 1);
            gained.put(sequence, accepted + 1);
            runs.add(
                    new RoundOutcome.Run(sequence, AcceptanceStage.DRAFT_TARGET, PASSES, accepted));
        }
        List<RoundOutcome.Pass> timed = new ArrayList<>();
        for (int ahead = 1; ahead <= PASSES; ahead++) {
            passes.add(pass(ahead, random));
            timed.add(
                    new RoundOutcome.Pass(
                            ModelRole.DRAFT, size, size, 1, size, CONTEXT, PASS_NANOS));
        }
        int read = size * (PASSES + 1);
        timed.add(
                new RoundOutcome.Pass(
                        ModelRole.TARGET, size, read, PASSES + 1, read, CONTEXT, 4 * PASS_NANOS));
        candidates = new int[size];
        Arrays.fill(candidates, PASSES);
        outcome = new RoundOutcome(gained, runs, timed, Map.of(), 9 * PASS_NANOS);
    }

    private static AdaptivePolicy policy(CostProfile profile) {
        VirtualClock clock = new VirtualClock();
        Script script = new Script(profile.kinds());
        Map<ModelRole, Decoder> decoders = new EnumMap<>(ModelRole.class);
        for (ModelRole role : ModelRole.values()) {
            decoders.put(role, SimulatedDecoder.timed(role, script, profile, clock));
        }
        CostProfiler profiler = new CostProfiler(CostProfiler.DEFAULT_NANOS, clock);
        return new AdaptivePolicy(profiler.profile(decoders), clock);
    }

    private static Sequence sequence(int seed, Tokenizer tokenizer) {
        SamplingParameters sampling =
                new SamplingParameters(0.7, 1, 0, 0, seed, CONTEXT, 0, List.of(), Set.of(), true);
        return new Sequence(
                Integer.toString(seed),
                new int[24],
                new int[0],
                sampling,
                new Speculation(
                        true, true, AdaptivePolicy.MAX_CANDIDATES, AdaptivePolicy.MAX_CANDIDATES),
                Set.of(),
                new TextStream(tokenizer, List.of()),
                CONTEXT);
    }

    private ProposalPass pass(int ahead, Random random) {
        List<ProposalPass.Proposed> proposed = new ArrayList<>();
        for (Sequence sequence : batch) {
            float margin = 4 * random.nextFloat();
            Confidence confidence = new Confidence(margin, -1 / (1 + margin), 1);
            proposed.add(new ProposalPass.Proposed(sequence, 1, ahead, true, List.of(confidence)));
        }
        return new ProposalPass(ModelRole.DRAFT, proposed);
    }

    /** One round. */
    int round() {
        RoundPlan plan = policy.plan(batch);
        int ahead = 0;
        for (Sequence sequence : batch) {
            ahead += plan.lookahead(sequence).candidates();
        }
        for (ProposalPass pass : passes) {
            ahead += (int) batch.stream().filter(plan.proceeding(pass)).count();
        }
        ahead += plan.kept(batch, candidates.clone()).length;
        policy.learn(outcome);
        return ahead;
    }
}
