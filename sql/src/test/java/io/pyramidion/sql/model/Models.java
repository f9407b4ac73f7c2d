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
package io.pyramidion.sql.model;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.DataType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Options and columns of the bundled models, as tests need them. */
final class Models {

    private Models() {}

    /** Options of the bundled models, in the format that {@link BundledFamily#spec} has. */
    static Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        for (String role : List.of("target", "qualifier", "draft")) {
            options.put("model." + role, BundledFamily.directory().resolve(role).toString());
            options.put("model." + role + "-weights", "float32");
        }
        options.put("engine.max-running", "8");
        options.put("engine.context", "512");
        options.put("control.profile-time", "0 s");
        return options;
    }

    /** A sequence that ends after so many tokens and no sooner. */
    static Sequence sequence(Pyramid pyramid, long seed, int tokens) {
        return pyramid.sequences()
                .create(
                        "s" + seed,
                        BundledFamily.golden().get(0).promptTokens(),
                        new int[0],
                        new SamplingParameters(
                                0.8, 1, 0, 0, seed, tokens, tokens, List.of(), Set.of(), true),
                        new Speculation(true, true, 2, 4),
                        512);
    }

    /** A schema of names and types in turn. */
    static ResolvedSchema schema(Object... namesAndTypes) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.add(
                    Column.physical((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]));
        }
        return ResolvedSchema.of(columns);
    }

    static InputColumns promptOnly() {
        return InputColumns.of(schema("prompt", DataTypes.STRING()));
    }
}
