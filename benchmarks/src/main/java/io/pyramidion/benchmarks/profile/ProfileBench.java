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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.passes.PassTimer;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.profile.Profiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures a profile of this machine with a family of models on it. */
@Command(
        name = "profile",
        description =
                "Measures this machine with these models: a profile for bin/pyramidion plan, bench simulate and bench serve.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ProfileBench implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--slots",
            defaultValue = "16",
            description = "Sequences that run at once (${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--passes",
            defaultValue = "5",
            description = "Passes of each size, of which the median counts (${DEFAULT-VALUE}).")
    private int passes;

    @Option(
            names = "--prompts",
            defaultValue = "48",
            description =
                    "Tasks, and stories, by which it is measured what the target keeps (${DEFAULT-VALUE}).")
    private int prompts;

    @Option(
            names = "--tokens",
            defaultValue = "48",
            description = "Maximum number of tokens for a prompt (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "target/bench/profile.json",
            description = "The profile (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode profile = mapper.createObjectNode();
        try (Family models = family.load()) {
            List<String> machine = Machine.describe(Machine.command(spec), models, family);
            profile.put("name", "measured").put("about", String.join("; ", machine));
            measure(profile, models);
        }
        // What a profile says of small models, small ones write as well: they only write it sooner.
        try (Family small = family.loadSmall();
                Conduct conduct = conduct(small.pyramid())) {
            profile.set("kinds", conduct.kinds());
        }
        Path file = out.toAbsolutePath().normalize();
        Files.createDirectories(file.getParent());
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), profile);
        Profiles.of(file.toString());
        PrintWriter console = spec.commandLine().getOut();
        console.println("Profile: " + file);
        console.flush();
        return 0;
    }

    private void measure(ObjectNode profile, Family models) {
        try (Conduct conduct = conduct(models.pyramid())) {
            profile.put("round_overhead_ms", PassPoints.rounded(conduct.roundMillis()));
        }
        PassPoints points = new PassPoints(new PassTimer(temperature), slots, passes);
        ObjectNode costs = profile.putObject("models");
        for (ModelRole role : ModelRole.values()) {
            costs.set(role.wireName(), points.measure(models.decoder(role)));
        }
    }

    private Conduct conduct(Pyramid pyramid) {
        List<Prompt> all = Prompt.read(family.models(), pyramid.tokenizer());
        return new Conduct(pyramid, all, slots, prompts, tokens, temperature);
    }
}
