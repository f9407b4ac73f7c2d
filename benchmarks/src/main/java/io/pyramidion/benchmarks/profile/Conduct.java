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
package io.pyramidion.benchmarks.profile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.List;

/**
 * What only whole texts tell: the time of a round outside the models, and what the target keeps.
 */
final class Conduct implements AutoCloseable {

    private static final long SEED = 1;

    /** What the shape of a simulated text is called, and how much texts of a kind differ. */
    enum Kind {
        TASKS("tasks", 0.8),
        STORIES("stories", 0.4);

        private final String curve;
        private final double spread;

        Kind(String curve, double spread) {
            this.curve = curve;
            this.spread = spread;
        }

        private List<Prompt> of(List<Prompt> prompts) {
            return this == TASKS ? Prompt.tasks(prompts) : Prompt.stories(prompts);
        }
    }

    private final Runner runner;
    private final List<Prompt> prompts;
    private final int count;
    private final int tokens;

    /**
     * @param count prompts of each kind
     * @param tokens maximum number of tokens of each
     */
    Conduct(
            Pyramid pyramid,
            List<Prompt> prompts,
            int slots,
            int count,
            int tokens,
            double temperature) {
        int longest = prompts.stream().mapToInt(p -> p.tokens().length).max().orElseThrow();
        this.runner = new Runner(pyramid, slots, longest, tokens, temperature);
        this.prompts = prompts;
        this.count = count;
        this.tokens = tokens;
    }

    /** Milliseconds of a plain round of a full batch outside the model. */
    double roundMillis() {
        Run run = run(Way.PLAIN, Kind.STORIES);
        double outside = run.outside();
        return run.forwardMillis(ModelRole.TARGET) * outside / (1 - outside);
    }

    /** The profile's kinds of text. */
    ObjectNode kinds() {
        ObjectNode kinds = JsonNodeFactory.instance.objectNode();
        for (Kind kind : Kind.values()) {
            kinds.putObject(kind.curve)
                    .put("curve", kind.curve)
                    .put("draft", kept(Way.sdDraft(1), kind, AcceptanceStage.DRAFT_TARGET))
                    .put("qualifier", kept(Way.sd(1), kind, AcceptanceStage.QUALIFIER_TARGET))
                    .put("spread", kind.spread);
        }
        return kinds;
    }

    private double kept(Way way, Kind kind, AcceptanceStage stage) {
        double share = run(way, kind).acceptance(stage);
        return PassPoints.rounded(Math.min(0.99, Math.max(0.01, share)));
    }

    private Run run(Way way, Kind kind) {
        return runner.run(way, Prompt.some(kind.of(prompts), 0, count), SEED, tokens);
    }

    @Override
    public void close() {
        runner.close();
    }
}
