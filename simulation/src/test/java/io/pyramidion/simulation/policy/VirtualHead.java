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
package io.pyramidion.simulation.policy;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.QualifyStage;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.VerifyStage;
import io.pyramidion.engine.tokenizer.IncrementalDecoder;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.simulation.decoder.Script;
import io.pyramidion.simulation.decoder.SimulatedDecoder;
import io.pyramidion.simulation.decoder.VirtualClock;
import io.pyramidion.simulation.profile.CostProfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Scheduler and stages on a virtual clock, whose rounds can be seen and held up. */
final class VirtualHead {

    static final Speculation ADAPTIVE = new Speculation(true, true, 16, 16);

    private static final int CONTEXT = 512;

    private final CostProfile profile;
    private final Script script;
    private final VirtualClock clock;
    private final Scheduler scheduler;
    private final DraftStage draft;
    private final QualifyStage qualify;
    private final VerifyStage verify;
    private Runnable beforePasses = () -> {};

    VirtualHead(CostProfile profile, int slots, SpeculationPolicy policy, VirtualClock clock) {
        this.profile = profile;
        this.script = new Script(profile.kinds());
        this.clock = clock;
        this.scheduler = new Scheduler(slots, 256, policy, clock);
        KvPlan plan = new KvPlan(slots, CONTEXT);
        this.draft = new DraftStage(Optional.of(decoder(ModelRole.DRAFT)), plan);
        this.qualify = new QualifyStage(Optional.of(decoder(ModelRole.QUALIFIER)), plan);
        this.verify = new VerifyStage(decoder(ModelRole.TARGET), plan);
    }

    private Decoder decoder(ModelRole role) {
        return new SimulatedDecoder(role, script, profile, clock);
    }

    /** The job's policy, with the costs that another machine would have been profiled at. */
    static AdaptivePolicy adaptive(CostProfile profiled, VirtualClock clock) {
        VirtualClock profiling = new VirtualClock();
        Script script = new Script(profiled.kinds());
        Map<ModelRole, Decoder> decoders = new EnumMap<>(ModelRole.class);
        for (ModelRole role : ModelRole.values()) {
            decoders.put(role, SimulatedDecoder.timed(role, script, profiled, profiling));
        }
        CostProfiler profiler = new CostProfiler(CostProfiler.DEFAULT_NANOS, profiling);
        return new AdaptivePolicy(profiler.profile(decoders), clock);
    }

    /** Requests of one kind of the profile, of about 64 tokens each. */
    static List<Sequence> requests(int first, int count, int kind, Speculation speculation) {
        Random random = new Random(first);
        List<Sequence> requests = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            SamplingParameters sampling =
                    new SamplingParameters(
                            0.7,
                            1,
                            0,
                            0,
                            Script.seed(9, i, kind),
                            32 + random.nextInt(64),
                            0,
                            List.of(),
                            Set.of(),
                            true);
            int[] prompt = new int[24];
            prompt[0] = i;
            requests.add(
                    new Sequence(
                            Integer.toString(i),
                            prompt,
                            new int[0],
                            sampling,
                            speculation,
                            Set.of(),
                            new TextStream(new NoText(), List.of()),
                            CONTEXT));
        }
        return requests;
    }

    /** Called in every round before its first pass. */
    VirtualHead beforePasses(Runnable hook) {
        beforePasses = hook;
        return this;
    }

    /** Serves the requests in their order. */
    VirtualHead run(List<Sequence> requests, Consumer<Round> afterRound) {
        requests.forEach(scheduler::submit);
        Optional<Round> next = scheduler.schedule();
        while (next.isPresent()) {
            Round round = next.get();
            clock.advanceMillis(profile.roundMillis());
            beforePasses.run();
            do {
                draft.propose(round);
            } while (!qualify.advance(round));
            verify.verify(round);
            scheduler.retire(round);
            afterRound.accept(round);
            next = scheduler.schedule();
        }
        return this;
    }

    static List<Integer> ids(List<Sequence> requests) {
        return requests.stream().map(s -> Arrays.hashCode(s.generatedTokens())).toList();
    }

    static int tokens(List<Sequence> requests) {
        return requests.stream().mapToInt(Sequence::generatedCount).sum();
    }

    private static final class NoText implements IncrementalDecoder {

        @Override
        public String append(int tokenId) {
            return "";
        }

        @Override
        public String finish() {
            return "";
        }
    }
}
