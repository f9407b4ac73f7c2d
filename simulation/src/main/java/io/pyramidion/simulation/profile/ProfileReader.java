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
package io.pyramidion.simulation.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.SimulationException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a {@link CostProfile} from the JSON that {@code docs/operations/capacity.md} describes. */
final class ProfileReader {

    private static final double MOST_MILLIS = 60_000;

    private final Fields root;

    ProfileReader(JsonNode json) {
        this.root = new Fields("profile", json);
    }

    CostProfile read() {
        root.allow("name", "about", "round_overhead_ms", "hardware", "models", "kinds");
        Map<ModelRole, PassCost> models = new EnumMap<>(ModelRole.class);
        Fields described = root.object("models");
        described.allow("draft", "qualifier", "target");
        for (ModelRole role : ModelRole.values()) {
            if (described.has(role.wireName())) {
                models.put(role, cost(described.object(role.wireName())));
            }
        }
        if (!models.containsKey(ModelRole.TARGET)) {
            throw new SimulationException("profile.models.target is missing");
        }
        return new CostProfile(
                root.text("name"),
                root.textOr("about", ""),
                root.numberOr("round_overhead_ms", 0, 0, MOST_MILLIS),
                models,
                kinds());
    }

    private PassCost cost(Fields model) {
        return model.has("pass_ms") ? measured(model) : roofline(model);
    }

    private static PassCost measured(Fields model) {
        model.allow("pass_ms", "read_ms", "attention_ms_per_1000");
        MeasuredLine drawing = line(model, "pass_ms");
        return new MeasuredCost(
                drawing,
                model.has("read_ms") ? line(model, "read_ms") : drawing,
                model.numberOr("attention_ms_per_1000", 0, 0, MOST_MILLIS));
    }

    private static MeasuredLine line(Fields model, String field) {
        List<double[]> points = model.pairs(field);
        int[] positions = new int[points.size()];
        double[] millis = new double[points.size()];
        for (int i = 0; i < positions.length; i++) {
            double tokens = points.get(i)[0];
            positions[i] = (int) tokens;
            millis[i] = points.get(i)[1];
            boolean rises =
                    positions[i] == tokens && positions[i] > (i == 0 ? 0 : positions[i - 1]);
            boolean falls = millis[i] < (i == 0 ? 0 : millis[i - 1]);
            if (!rises || falls || millis[i] > MOST_MILLIS) {
                throw new SimulationException(
                        "%s[%d] is %s; allowed: whole tokens that rise from 1, milliseconds that never fall, up to %.0f"
                                .formatted(
                                        model.path(field),
                                        i,
                                        Arrays.toString(points.get(i)),
                                        MOST_MILLIS));
            }
        }
        return new MeasuredLine(positions, millis);
    }

    private PassCost roofline(Fields model) {
        model.allow(
                "layers",
                "hidden",
                "intermediate",
                "heads",
                "kv_heads",
                "head_dim",
                "vocabulary",
                "bytes_per_weight",
                "overhead_ms");
        int heads = model.count("heads");
        ModelSize size =
                new ModelSize(
                        model.count("layers"),
                        model.count("hidden"),
                        model.count("intermediate"),
                        heads,
                        model.count("kv_heads"),
                        model.count("head_dim"),
                        model.count("vocabulary"),
                        model.numberOr("bytes_per_weight", 2, 0.25, 8));
        return new RooflineCost(hardware(), size, model.numberOr("overhead_ms", 0, 0, MOST_MILLIS));
    }

    private Hardware hardware() {
        Fields fields = root.object("hardware");
        fields.allow("memory_gb_per_s", "tflops", "memory_efficiency", "compute_efficiency");
        return new Hardware(
                fields.number("memory_gb_per_s", 0.1, 1e6),
                fields.number("tflops", 0.001, 1e6),
                fields.numberOr("memory_efficiency", 1, 0.01, 1),
                fields.numberOr("compute_efficiency", 1, 0.01, 1));
    }

    private List<TextKind> kinds() {
        if (!root.has("kinds")) {
            return List.of(TextKind.TASKS, TextKind.STORIES);
        }
        List<TextKind> kinds = new ArrayList<>();
        Fields described = root.object("kinds");
        for (String name : described.names()) {
            Fields kind = described.object(name);
            kind.allow("curve", "draft", "qualifier", "spread");
            double draft = kind.number("draft", 0.01, 0.99);
            kinds.add(
                    new TextKind(
                            name,
                            curve(kind),
                            draft,
                            kind.numberOr("qualifier", draft, 0.01, 0.99),
                            kind.numberOr("spread", 0, 0, 5)));
        }
        if (kinds.isEmpty() || kinds.size() > CostProfile.MAX_KINDS) {
            throw new SimulationException(
                    "profile.kinds has %d kinds; allowed: 1 to %d"
                            .formatted(kinds.size(), CostProfile.MAX_KINDS));
        }
        return kinds;
    }

    private static TextKind.Curve curve(Fields kind) {
        String name = kind.textOr("curve", "stories");
        for (TextKind.Curve curve : TextKind.Curve.values()) {
            if (curve.name().toLowerCase(Locale.ROOT).equals(name)) {
                return curve;
            }
        }
        throw new SimulationException(
                "%s is %s; allowed: stories, tasks".formatted(kind.path("curve"), name));
    }
}
