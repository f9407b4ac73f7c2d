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
package io.pyramidion.cli.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.operators.request.RequestReader;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class GenerateCommandITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsOneJsonObjectPerPromptInTheFilesOrder() throws IOException {
        List<BundledFamily.Golden> golden = BundledFamily.golden().subList(0, 8);
        List<String> lines = new ArrayList<>();
        for (BundledFamily.Golden prompt : golden) {
            lines.add(JSON.createObjectNode().put("prompt", prompt.rawPrompt()).toString());
        }
        Path prompts = Files.write(folder.resolve("prompts.jsonl"), lines);
        int status =
                run(
                        "--prompts",
                        prompts.toString(),
                        "--raw",
                        "--json",
                        "--temperature",
                        "0",
                        "--max-tokens",
                        "96",
                        "--weights",
                        "float32",
                        "--draft-weights",
                        "int8",
                        "--adaptive=false",
                        "--draft",
                        family("draft"),
                        "--qualifier",
                        family("qualifier"));
        assertThat(status).as(err.toString()).isZero();
        List<String> results = out.toString().lines().toList();
        assertThat(results).hasSameSizeAs(golden);
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = JSON.readTree(results.get(i));
            assertThat(result.get("text").textValue()).isEqualTo(golden.get(i).text());
            assertThat(result.get("token_ids")).hasSize(golden.get(i).tokens().length);
            assertThat(result.get("finish_reason").textValue())
                    .isEqualTo(golden.get(i).finishReason());
            assertThat(result.get("usage").get("prompt_tokens").intValue())
                    .isEqualTo(golden.get(i).promptTokens().length);
            assertThat(result.at("/speculation/rounds").intValue()).isPositive();
            assertThat(result.at("/speculation/rounds_by_arm").size()).isPositive();
            assertThat(result.at("/speculation/drafted").intValue())
                    .isEqualTo(
                            result.at("/speculation/accepted").intValue()
                                    + result.at("/speculation/wasted").intValue());
        }
        int tokens = golden.stream().mapToInt(prompt -> prompt.tokens().length).sum();
        List<String> speed = err.toString().lines().toList();
        assertThat(speed).hasSize(4);
        assertThat(speed.get(0))
                .matches("8 prompts: " + tokens + " tokens in [0-9.]+ m?s, [0-9.]+ tokens/s");
        assertThat(speed.get(1))
                .startsWith("accepted: draft→qualifier ")
                .endsWith("(%d of %d)".formatted(sum(results, "accepted"), sum(results, "drafted")))
                .contains(", qualifier→target ");
        assertThat(speed.get(2)).matches("rounds: .*→target.*; [0-9.]+ candidates each");
        assertThat(speed.get(3)).matches("models loaded in [0-9.]+ m?s");
    }

    @Test
    void appliesTheChatTemplateUnlessRaw() {
        BundledFamily.Golden date = BundledFamily.golden().get(1);
        assertThat(run("--prompt", date.prompt(), "--temperature", "0")).isZero();
        assertThat(out.toString().strip()).isEqualTo(date.text());
    }

    @Test
    void aFuzzyTextWhoseLengthsAdaptKeepsItsLimits() throws IOException {
        int status =
                run(
                        "--prompt",
                        "Tell me a story.",
                        "--json",
                        "--max-tokens",
                        "8",
                        "--draft",
                        family("draft"),
                        "--speculation",
                        "fuzzy",
                        "--tau-target",
                        "0.2",
                        "--adaptive");
        assertThat(status).as(err.toString()).isZero();
        JsonNode speculation = JSON.readTree(out.toString()).get("speculation");
        assertThat(speculation.get("mode").textValue()).isEqualTo("fuzzy");
        assertThat(speculation.get("tau_target").doubleValue()).isEqualTo(0.2);
    }

    @Test
    void tellsWhoProposedEachTokenIfAskedTo() throws IOException {
        String prompt = "{'prompt':'Tell me a story.'}";
        Path prompts =
                Files.writeString(
                        folder.resolve("prompts.jsonl"),
                        (prompt + "\n" + prompt.replace("}", ",'speculation':{'trace':false}}"))
                                .replace('\'', '"'));
        int status =
                run(
                        "--prompts",
                        prompts.toString(),
                        "--json",
                        "--max-tokens",
                        "12",
                        "--ignore-eos",
                        "--draft",
                        family("draft"),
                        "--trace");
        assertThat(status).as(err.toString()).isZero();
        List<String> results = out.toString().lines().toList();
        JsonNode traced = JSON.readTree(results.get(0));
        StringBuilder text = new StringBuilder();
        traced.at("/speculation/trace").forEach(token -> text.append(token.get("text").asText()));
        assertThat(text).hasToString(traced.get("text").textValue());
        assertThat(traced.at("/speculation/trace")).hasSize(12);
        assertThat(JSON.readTree(results.get(1)).get("speculation").has("trace")).isFalse();
        assertThat(err.toString().lines().toList().get(err.toString().lines().toList().size() - 1))
                .matches("tokens by (draft [0-9]+ .*, )?target [0-9]+ \\([0-9]+ %\\)");
    }

    @Test
    void tellsOfNoAcceptanceWithTheTargetAlone() {
        assertThat(run("--prompt", "Tell me a story.", "--max-tokens", "4", "--ignore-eos"))
                .isZero();
        assertThat(err.toString())
                .hasLineCount(2)
                .startsWith("1 prompt: 4 tokens in ")
                .contains("models loaded in ");
    }

    @Test
    void tellsNothingIfQuiet() {
        assertThat(run("--prompt", "Tell me a story.", "--max-tokens", "4", "--quiet")).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
        assertRefused("KV memory", "--prompt", "x", "--kv-memory", "0", "--quiet");
    }

    @Test
    void tellsOfTheModelsIfVerbose() {
        int status =
                run(
                        "--prompt",
                        "Tell me a story.",
                        "--max-tokens",
                        "2",
                        "--verbose",
                        "--draft",
                        family("draft"),
                        "--qualifier",
                        family("qualifier"));
        assertThat(status).isZero();
        assertThat(err.toString())
                .contains("target target: weights in ", "qualifier qualifier: ", "draft draft: ")
                .contains("checked on this machine: a text")
                .contains("models loaded in");
        assertRefused("--verbose", "--prompt", "x", "--verbose", "--quiet");
    }

    @Test
    void drawsByTheRulesAndTellsLogprobs() throws IOException {
        BundledFamily.Golden date = BundledFamily.golden().get(1);
        int first = date.tokens()[0];
        int status =
                run(
                        "--prompt",
                        date.prompt(),
                        "--temperature",
                        "0",
                        "--max-tokens",
                        "4",
                        "--ignore-eos",
                        "--json",
                        "--logprobs",
                        "2",
                        "--presence-penalty",
                        "2",
                        "--banned-token-ids",
                        "" + first,
                        "--logit-bias",
                        "500=100");
        assertThat(status).as(err.toString()).isZero();
        JsonNode result = JSON.readTree(out.toString());
        assertThat(result.get("token_ids").get(0).intValue()).isEqualTo(500);
        assertThat(result.get("logprobs").get("content")).hasSize(4);
        JsonNode place = result.get("logprobs").get("content").get(0);
        assertThat(place.get("token_id").intValue()).isEqualTo(500);
        assertThat(place.get("top_logprobs")).hasSize(2);
        int[] bytes = JSON.convertValue(place.get("bytes"), int[].class);
        assertThat(bytes)
                .isNotEmpty()
                .containsExactly(place.get("token").textValue().chars().toArray());
        assertThat(place.at("/top_logprobs/0/token_id").intValue()).isEqualTo(first);
    }

    @Test
    void givesSeveralTextsOfWhichTheFirstIsTheOneWithoutN() throws IOException {
        String[] story = {"--prompt", "Tell me a story.", "--max-tokens", "12", "--json"};
        assertThat(run(story)).isZero();
        JsonNode alone = JSON.readTree(out.toString());
        out.getBuffer().setLength(0);

        assertThat(
                        run(
                                Stream.concat(Stream.of(story), Stream.of("--n", "3"))
                                        .toArray(String[]::new)))
                .isZero();

        int tokens = 0;
        List<String> texts = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            JsonNode result = JSON.readTree(line);
            assertThat(result.get("index").intValue()).isEqualTo(texts.size());
            tokens += result.get("token_ids").size();
            texts.add(result.get("text").textValue());
        }
        assertThat(texts)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .startsWith(alone.get("text").textValue());
        assertThat(err.toString()).contains("1 prompt, 3 texts: " + tokens + " tokens in ");
    }

    @Test
    void reportsABadLineInItsPlaceAndServesTheOthers() throws IOException {
        Path prompts =
                Files.write(
                        folder.resolve("prompts.jsonl"),
                        List.of(
                                "{\"messages\": [{\"role\": \"user\", \"content\": \"Write the date in ISO format: May 3, 1999\"}]}",
                                "{\"prompt\": 7}",
                                "{\"prompt\": \"x\", \"messages\": []}"));
        int status = run("--prompts", prompts.toString(), "--json", "--temperature", "0");
        assertThat(status).isEqualTo(1);
        List<String> results = out.toString().lines().toList();
        assertThat(results).hasSize(3);
        assertThat(JSON.readTree(results.get(0)).get("text").textValue()).isEqualTo("1999-05-03");
        assertThat(JSON.readTree(results.get(1)).get("error").get("message").textValue())
                .isEqualTo(prompts + ", line 2: prompt is 7; allowed: a text");
        assertThat(results.get(2)).contains("\"finish_reason\":\"error\"");
        assertThat(err.toString()).startsWith("1 prompt, 2 refused: 10 tokens in ");
    }

    @Test
    void tellsThatNothingIsGeneratedIfEveryLineIsBad() throws IOException {
        Path prompts =
                Files.writeString(
                        folder.resolve("prompts.jsonl"),
                        "{\"prompt\": \"Once\"}{\"prompt\": \"There\"}\n{\"prompt\": \"caf\u00e9\"}\n",
                        StandardCharsets.ISO_8859_1);
        assertThat(run("--prompts", prompts.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "error: "
                                + prompts
                                + ", line 1: The value continues after its JSON object; allowed:"
                                + " nothing more",
                        "error: "
                                + prompts
                                + ", line 2 has byte 0xe9 at offset 15; allowed: valid UTF-8");
        assertThat(err.toString())
                .hasLineCount(2)
                .startsWith("2 prompts refused: nothing generated")
                .contains("models loaded in ");
    }

    @Test
    void honoursTheModelsDefaultsAsTheJobDoes() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(Path.of(family("target")))) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(model.resolve(file.getFileName()), file);
            }
        }
        Files.delete(model.resolve("generation_config.json"));
        Files.writeString(
                model.resolve("generation_config.json"),
                "{\"do_sample\": true, \"temperature\": 0.5, \"top_p\": 0.9, \"top_k\": 4,"
                        + " \"max_new_tokens\": 3, \"repetition_penalty\": 1.3}");

        assertThat(
                        run(
                                "--target",
                                model.toString(),
                                "--prompt",
                                "Tell me a story.",
                                "--ignore-eos",
                                "--json"))
                .as(err.toString())
                .isZero();

        assertThat(JSON.readTree(out.toString()).get("token_ids")).hasSize(3);
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", model.toString());
        ChainSettings settings = ChainSettings.of(options);
        GenerationRequest request = GenerationRequest.newBuilder().setRequestId("r").build();
        try (PyramidPool.Lease lease = PyramidPool.acquire(settings.models().pyramid())) {
            SamplingParameters job =
                    new RequestReader(lease.pyramid(), 512, settings).sampling(request, 0);
            assertThat(job.maxTokens()).isEqualTo(3);
            assertThat(job)
                    .isEqualTo(
                            CommandLine.populateCommand(new SamplingOptions())
                                    .parameters(
                                            lease.pyramid().generationDefaults(),
                                            words -> List.of()));
        }
    }

    @Test
    void refusesWrongOptionsWithOneLine() throws IOException {
        assertRefused("top_p is 1.5", "--prompt", "x", "--top-p", "1.5");
        assertRefused("--n is 0; allowed: at least 1", "--prompt", "x", "--n", "0");
        assertRefused(
                "--weights is float8; allowed: auto, float32, bfloat16, int8, int4",
                "--prompt",
                "x",
                "--weights",
                "float8");
        assertRefused(
                "--draft-weights is float8; allowed: auto, float32, bfloat16, int8, int4",
                "--prompt",
                "x",
                "--draft",
                family("draft"),
                "--draft-weights",
                "float8");
        assertRefused(
                "--draft-weights is int8; allowed: only with --draft",
                "--prompt",
                "x",
                "--draft-weights",
                "int8");
        assertRefused(
                "--qualifier-weights is int8; allowed: only with --qualifier",
                "--prompt",
                "x",
                "--qualifier-weights",
                "int8");
        assertRefused("--speculation is maybe", "--prompt", "x", "--speculation", "maybe");
        assertRefused(
                "--adaptive is true; allowed: not with --speculation off",
                "--prompt",
                "x",
                "--speculation",
                "off",
                "--adaptive");
        assertRefused("--tau-target is 0.2; allowed: only", "--prompt", "x", "--tau-target", "0.2");
        assertRefused(
                "--tau-target is -1.0; allowed: 0 and more",
                "--prompt",
                "x",
                "--speculation",
                "assisted",
                "--tau-target",
                "-1");
        assertRefused(
                "--tau-qualifier is 0.4; allowed: at most --tau-target, which is 0.02",
                "--prompt",
                "x",
                "--speculation",
                "fuzzy",
                "--tau-qualifier",
                "0.4");
        assertRefused("--batch is 0", "--prompt", "x", "--batch", "0");
        assertRefused("nowhere", "--prompt", "x", "--draft", folder + "/nowhere");
        assertRefused("no file", "--prompts", folder + "/nothing.jsonl");
        assertRefused(folder + " is a directory; allowed: a file", "--prompts", "" + folder);
        assertRefused("KV memory", "--prompt", "x", "--kv-memory", "0");
    }

    private void assertRefused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .singleElement()
                .asString()
                .startsWith("pyramidion generate: ")
                .contains(message);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--target")) {
            all.addAll(List.of("--target", family("target")));
        }
        return new CommandLine(new GenerateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    /** Over all results, of what was proposed to the target. */
    private static int sum(List<String> results, String count) throws IOException {
        int sum = 0;
        for (String result : results) {
            sum +=
                    JSON.readTree(result)
                            .at("/speculation/stages/qualifier_target/" + count)
                            .intValue();
        }
        return sum;
    }

    private static String family(String model) {
        return BundledFamily.directory().resolve(model).toString();
    }
}
