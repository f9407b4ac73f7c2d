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
package io.pyramidion.benchmarks.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.InflatedFamily;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.report.Charts;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.inflate.ModelShape;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import org.knowm.xchart.CategoryChart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Speed at the paper's sizes from two measurements: how many tokens a round brings, by the engine
 * on the CPU with the models as they are (enlarging changes no token), and how long such a round
 * takes on the device, by the Python driver.
 */
final class GpuRounds {

    private static final int PROMPTS = 16;
    private static final int CACHED = 128;
    private static final int REPEATS = 20;
    private static final int[] WIDTHS = {1, 2, 3, 5, 9, 16};
    private static final double TEMPERATURE = 0.7;

    private final ObjectMapper json = new ObjectMapper();
    private final GpuDriver driver;
    private final Path models;
    private final List<Integer> batches;
    private final int tokens;
    private final String[] driverArguments;

    /**
     * @param driverArguments further arguments of the driver: the device
     */
    GpuRounds(
            GpuDriver driver,
            Path models,
            List<Integer> batches,
            int tokens,
            String... driverArguments) {
        this.driver = driver;
        this.models = models;
        this.batches = batches;
        this.tokens = tokens;
        this.driverArguments = driverArguments;
    }

    void measure(Path folder, String command) throws IOException, InterruptedException {
        measure(folder, command, InflatedFamily.PAPER);
    }

    void measure(Path folder, String command, InflatedFamily size)
            throws IOException, InterruptedException {
        Map<Way, Run> runs = new LinkedHashMap<>();
        Path plan = folder.resolve("plan.json");
        Path result = folder.resolve("result.json");
        try (Family family = Family.load(models, InflatedFamily.NONE, RoleWeights.AUTO, 1)) {
            List<Prompt> tasks = Prompt.tasks(Prompt.read(models, family.pyramid().tokenizer()));
            int longest = tasks.stream().mapToInt(task -> task.tokens().length).max().orElseThrow();
            try (Runner runner = new Runner(family.pyramid(), 1, longest, tokens, TEMPERATURE)) {
                for (Way way : ways()) {
                    runs.put(way, runner.run(way, Prompt.some(tasks, 0, PROMPTS), 0, tokens));
                }
            }
            Files.writeString(plan, plan(family, size, runs).toPrettyString());
        }
        driver.run(plan, result, driverArguments);
        report(folder, command, size, runs, json.readTree(Files.readAllBytes(result)));
    }

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>(List.of(Way.PLAIN));
        List.of(3, 5).forEach(length -> ways.add(Way.sdDraft(length)));
        List.of(3, 5).forEach(length -> ways.add(Way.sd(length)));
        for (double[] tau : new double[][] {{0, 0}, {0, 0.4}, {0.3, 0.4}}) {
            for (int[] length : new int[][] {{4, 2}, {8, 4}}) {
                ways.add(Way.pyramid(length[0], length[1], tau[0], tau[1], Divergence.JS));
            }
        }
        return ways;
    }

    private ObjectNode plan(Family family, InflatedFamily size, Map<Way, Run> runs) {
        ObjectNode plan = json.createObjectNode();
        ObjectNode shapes = plan.putObject("models");
        ArrayNode passes = plan.putArray("passes");
        for (ModelRole role : ModelRole.values()) {
            Decoder decoder = family.decoder(role);
            ModelShape shape = size.shape(role, decoder.config());
            shapes.putObject(role.wireName())
                    .put("layers", shape.layers())
                    .put("heads", shape.heads())
                    .put("kv_heads", shape.kvHeads())
                    .put("head_dim", shape.headDim())
                    .put("hidden", shape.hidden())
                    .put("intermediate", shape.intermediate())
                    .put("vocabulary", decoder.config().vocabSize())
                    .put("eps", decoder.config().rmsNormEps())
                    .put("context", 2 * CACHED);
            for (int batch : batches) {
                for (int width : WIDTHS) {
                    passes.addObject()
                            .put("role", role.wireName())
                            .put("batch", batch)
                            .put("width", width);
                }
            }
        }
        plan.put("temperature", TEMPERATURE).put("repeats", REPEATS).put("cached", CACHED);
        ArrayNode rounds = plan.putArray("rounds");
        for (int batch : batches) {
            runs.forEach((way, run) -> addRound(rounds.addObject(), batch, way, run));
        }
        return plan;
    }

    /** A round as long as the way's are on average, in whole passes. */
    private static void addRound(ObjectNode round, int batch, Way way, Run run) {
        AcceptanceStage last =
                way.speculation().useQualifier()
                        ? AcceptanceStage.QUALIFIER_TARGET
                        : AcceptanceStage.DRAFT_TARGET;
        ModelRole proposer = way.speculation().useDraft() ? ModelRole.DRAFT : ModelRole.QUALIFIER;
        long inner = way.isPyramid() ? up(run.forwardsPerRound(ModelRole.QUALIFIER)) : 0;
        double steps = run.forwardsPerRound(proposer);
        round.put("name", way.name())
                .put("batch", batch)
                .put("inner", inner)
                .put("drafts", inner > 0 ? up(steps / inner) : up(steps))
                .put("proposer", proposer.wireName())
                .put("width", up(run.meanProposed(last)) + 1);
    }

    private static long up(double count) {
        return (long) Math.ceil(count - 0.01);
    }

    private void report(
            Path folder, String command, InflatedFamily size, Map<Way, Run> runs, JsonNode result)
            throws IOException {
        Table speed = new Table("batch", "way", "tokens/round", "round ms", "tokens/s", "× plain");
        Table passes = new Table("model", "batch", "tokens fed", "ms");
        CategoryChart chart =
                Charts.bars(
                        "The paper's shapes on " + result.get("device").asText(),
                        "batch size",
                        "times plain decoding");
        Map<Way.Method, List<Double>> best = new LinkedHashMap<>();
        int at = 0;
        for (int batch : batches) {
            double plain = 0;
            Map<Way.Method, Double> fastest = new LinkedHashMap<>();
            for (Map.Entry<Way, Run> entry : runs.entrySet()) {
                double millis = result.get("rounds").get(at++).get("ms").asDouble();
                double perRound = entry.getValue().tokensPerRound();
                double rate = 1000 * batch * perRound / millis;
                plain = plain == 0 ? rate : plain;
                speed.add(batch, entry.getKey().name(), perRound, millis, rate, rate / plain);
                fastest.merge(entry.getKey().method(), rate / plain, Math::max);
            }
            fastest.forEach(
                    (method, ratio) ->
                            best.computeIfAbsent(method, none -> new ArrayList<>()).add(ratio));
        }
        List<String> labels = batches.stream().map(String::valueOf).toList();
        best.forEach((method, ratios) -> chart.addSeries(method.toString(), labels, ratios));
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setDecimalPattern("0.00");
        for (JsonNode pass : result.get("passes")) {
            passes.add(
                    pass.get("role").asText(),
                    pass.get("batch").asInt(),
                    pass.get("width").asInt(),
                    pass.get("ms").asDouble());
        }
        speed.writeCsv(folder.resolve("speed.csv"));
        passes.writeCsv(folder.resolve("passes.csv"));
        Charts.save(folder.resolve("speed.png"), chart);
        Files.writeString(
                folder.resolve("report.md"),
                String.join(
                        "\n",
                        "# The paper's shapes on a GPU",
                        "",
                        "- Command: `" + command + "`",
                        "- Device: %s, PyTorch %s, bfloat16; the models %s"
                                .formatted(
                                        result.get("device").asText(),
                                        result.get("torch").asText(),
                                        size),
                        "- DJL's libtorch has no CUDA here: a Python driver of the same decoder program timed passes and whole rounds"
                                + " (medians of %d, %d tokens cached, random weights)."
                                        .formatted(REPEATS, CACHED),
                        "- Tokens per round are the engine's on the CPU with the models as they are, on %d tasks at temperature %.1f; a round is timed with its mean passes, rounded up."
                                .formatted(PROMPTS, TEMPERATURE),
                        "",
                        "![speed](speed.png)",
                        "",
                        speed.toMarkdown(),
                        passes.toMarkdown()));
    }
}
