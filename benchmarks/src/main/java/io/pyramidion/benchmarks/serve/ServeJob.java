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
package io.pyramidion.benchmarks.serve;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The jobs that run side by side; one at a time has work. */
enum ServeJob {
    FIXED("off", Optional.empty()),
    THRESHOLD("fixed", Optional.of("io.pyramidion.engine.policy.baseline.ThresholdPolicy")),
    SMART_SPEC("fixed", Optional.of("io.pyramidion.engine.policy.baseline.GoodputPolicy")),
    OURS_WITHOUT_SLOS("adaptive", Optional.empty()),
    OURS("adaptive", Optional.empty());

    /** Longest proposals of AdaSpec's evaluation; fixed lengths stay below. */
    private static final String LONGEST = "8";

    private final String control;
    private final Optional<String> substitute;

    ServeJob(String control, Optional<String> substitute) {
        this.control = control;
        this.substitute = substitute;
    }

    String label() {
        return "serve-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String requestTopic() {
        return label() + "-requests";
    }

    /** Option of the task manager's JVM that gives the job another policy; empty for its own. */
    String jvmOption() {
        return substitute
                .map(policy -> "-Dpyramidion.substitute-policy.%s=%s".formatted(label(), policy))
                .orElse("");
    }

    /** Options that set it apart. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("job.name", label());
        options.put("kafka.request-topic", requestTopic());
        options.put("kafka.group-id", label());
        options.put("kafka.transactional-id-prefix", label());
        options.put("control.mode", control);
        if (!control.equals("adaptive")) {
            options.put("speculation.draft-length", LONGEST);
            options.put("speculation.qualifier-length", LONGEST);
        }
        return options;
    }
}
