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
package io.pyramidion.simulation.fleet;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.QualifyStage;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.VerifyStage;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.operators.batch.Ticket;
import io.pyramidion.operators.batch.WaitingLine;
import io.pyramidion.operators.request.Shedding;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.request.WantedTimes;
import io.pyramidion.simulation.decoder.Script;
import io.pyramidion.simulation.decoder.SimulatedDecoder;
import io.pyramidion.simulation.decoder.VirtualClock;
import io.pyramidion.simulation.profile.CostProfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One task manager with one head: takes requests in order of arrival into its waiting line, fills
 * its slots, and runs round after round until every request is served. Used once, by one thread.
 */
final class TaskManager {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TEMPERATURE = 0.7;

    /** The job's default. */
    private static final Duration AGING = Duration.ofSeconds(30);

    /** Even a round that only waits takes some time: no loop stands still. */
    private static final double SHORTEST_ROUND_MILLIS = 1e-3;

    private final FleetSettings settings;
    private final CostProfile profile;
    private final Way way;
    private final long seed;
    private final List<Request> requests;
    private final VirtualClock clock = new VirtualClock();
    private final WaitingLine line;
    private final Map<String, Request> open = new HashMap<>();
    private final Scheduler scheduler;
    private final DraftStage draft;
    private final QualifyStage qualify;
    private final VerifyStage verify;
    private final List<Served> served;
    private int arrived;
    private double nextCheckpoint;

    /**
     * @param requests in order of arrival
     * @param seed of the texts
     */
    TaskManager(
            FleetSettings settings,
            CostProfile profile,
            Script script,
            Way way,
            long seed,
            List<Request> requests) {
        this.settings = settings;
        this.profile = profile;
        this.way = way;
        this.seed = seed;
        this.requests = requests;
        this.line = new WaitingLine(AGING, () -> millis(clock.getAsLong()));
        this.served = new ArrayList<>(requests.size());
        this.nextCheckpoint = settings.checkpointMillis();
        this.scheduler =
                new Scheduler(
                        settings.slots(),
                        settings.prefillTokens(),
                        way.policy(script, clock),
                        clock);
        KvPlan plan = new KvPlan(settings.slots(), settings.contextTokens());
        this.draft = new DraftStage(decoder(ModelRole.DRAFT, script), plan);
        this.qualify = new QualifyStage(decoder(ModelRole.QUALIFIER, script), plan);
        this.verify = new VerifyStage(decoder(ModelRole.TARGET, script).orElseThrow(), plan);
    }

    private Optional<Decoder> decoder(ModelRole role, Script script) {
        return profile.has(role)
                ? Optional.of(new SimulatedDecoder(role, script, profile, clock))
                : Optional.empty();
    }

    /** Serves every request. */
    List<Served> run() {
        while (served.size() < requests.size()) {
            pause();
            arrive();
            fill();
            Optional<Round> round = scheduler.schedule();
            if (round.isPresent()) {
                run(round.get());
                scheduler.retire(round.get()).forEach(this::finish);
            } else {
                clock.advanceTo(requests.get(arrived).arrival().nanos());
            }
        }
        return served;
    }

    private void pause() {
        double now = clock.getAsLong() / NANOS_PER_MILLI;
        if (settings.checkpointMillis() > 0 && now >= nextCheckpoint) {
            clock.advanceMillis(settings.pauseMillis());
            double passed = Math.floor(now / settings.checkpointMillis());
            nextCheckpoint = (passed + 1) * settings.checkpointMillis();
        }
    }

    private void arrive() {
        long now = clock.getAsLong();
        while (arrived < requests.size()
                && requests.get(arrived).arrival().nanos() <= now
                && line.size() < settings.maxWaiting()) {
            Request request = requests.get(arrived++);
            String key = Long.toString(request.arrival().number());
            line.add(key, key, terms(request));
            open.put(key, request);
        }
    }

    private static Terms terms(Request request) {
        Targets targets = request.targets();
        double due = millis(request.arrival().nanos()) + targets.ttftMillis();
        WantedTimes wanted = new WantedTimes((long) due, targets.tpotMillis());
        return new Terms(request.sloClass(), Terms.NEVER, Terms.NEVER, wanted, Shedding.BY_CLASS);
    }

    private void fill() {
        while (scheduler.hasFreeSlot()) {
            Optional<Ticket> ticket = line.next(millis(clock.getAsLong()), key -> false);
            if (ticket.isEmpty()) {
                return;
            }
            scheduler.submit(sequence(open.get(ticket.get().key())));
            arrive();
        }
    }

    private static long millis(long nanos) {
        return (long) (nanos / NANOS_PER_MILLI);
    }

    private Sequence sequence(Request request) {
        int prompt = request.arrival().promptTokens();
        int output = request.arrival().outputTokens();
        long number = request.arrival().number();
        SamplingParameters sampling =
                new SamplingParameters(
                        TEMPERATURE,
                        1,
                        0,
                        0,
                        Script.seed(seed, number, request.kind()),
                        output,
                        0,
                        List.of(),
                        Set.of(),
                        true);
        int[] tokens = new int[prompt];
        // No two prompts begin alike: no slot is taken for another request's text.
        tokens[0] = (int) number;
        Sequence sequence =
                new Sequence(
                        Long.toString(number),
                        tokens,
                        new int[0],
                        sampling,
                        way.speculation(),
                        Set.of(),
                        new TextStream(new NoText(), List.of()),
                        settings.contextTokens());
        sequence.aim(objective(request), OptionalLong.empty());
        return sequence;
    }

    private static Objective objective(Request request) {
        Targets targets = request.targets();
        double due = request.arrival().nanos() + targets.ttftMillis() * NANOS_PER_MILLI;
        return new Objective((long) due, targets.tpotMillis() * NANOS_PER_MILLI);
    }

    private void run(Round round) {
        clock.advanceMillis(Math.max(SHORTEST_ROUND_MILLIS, profile.roundMillis()));
        do {
            draft.propose(round);
        } while (!qualify.advance(round));
        verify.verify(round);
    }

    private void finish(Sequence sequence) {
        int[] text = sequence.generatedTokens();
        served.add(
                new Served(
                        open.remove(sequence.id()),
                        sequence.firstTokenAt().orElseThrow(),
                        clock.getAsLong(),
                        text.length,
                        Arrays.hashCode(text)));
    }
}
