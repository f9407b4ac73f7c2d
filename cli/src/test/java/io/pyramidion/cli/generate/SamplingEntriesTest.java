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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.model.GenerationRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.request.SamplingResolver;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whatever decides how tokens are drawn means the same in an option of {@code generate}, in one of
 * its lines and in the job.
 */
class SamplingEntriesTest {

    private static final String FIELDS =
            """
            max_tokens         | --max-tokens=9           | 9         | --max-tokens=0            | 0
            min_tokens         | --min-tokens=2           | 2         | --min-tokens=300          | 300
            temperature        | --temperature=0.3        | 0.3       | --temperature=101         | 101
            top_p              | --top-p=0.8              | 0.8       | --top-p=2                 | 2
            top_k              | --top-k=5                | 5         | --top-k=-2                | -2
            min_p              | --min-p=0.2              | 0.2       | --min-p=2                 | 2
            seed               | --seed=5                 | 5         |                           |
            stop               | --stop=a                 | ["a"]     | --stop=                   | [""]
            stop_token_ids     | --stop-token-ids=3,4     | [3,4]     | --stop-token-ids=-7       | [-7]
            ignore_eos         | --ignore-eos             | true      |                           |
            presence_penalty   | --presence-penalty=1     | 1         | --presence-penalty=3      | 3
            frequency_penalty  | --frequency-penalty=-1   | -1        | --frequency-penalty=3     | 3
            repetition_penalty | --repetition-penalty=1.2 | 1.2       | --repetition-penalty=0    | 0
            logit_bias         | --logit-bias=3=1.5       | {"3":1.5} | --logit-bias=3=101        | {"3":101}
            allowed_token_ids  | --allowed-token-ids=1,2  | [1,2]     | --allowed-token-ids=-2    | [-2]
            banned_token_ids   | --banned-token-ids=4     | [4]       | --banned-token-ids=-4     | [-4]
            bad_words          | --bad-words=x            | ["x"]     | --bad-words=              | [""]
            logprobs           | --logprobs=2             | 2         | --logprobs=21             | 21
            """;

    /** What is not said by how tokens are drawn; {@code generate} has options of its own for it. */
    private static final Set<String> OTHERS =
            Set.of(
                    "request_id",
                    "session_id",
                    "model",
                    "prompt",
                    "messages",
                    "prompt_token_ids",
                    "chat_template_kwargs",
                    "tools",
                    "stream",
                    "speculation",
                    "slo",
                    "n",
                    "cancel",
                    "metadata");

    private static final GenerationDefaults MODEL =
            new GenerationDefaults(
                    List.of(3),
                    true,
                    OptionalDouble.of(0.6),
                    OptionalDouble.of(0.9),
                    OptionalInt.of(40),
                    OptionalDouble.of(0.05),
                    OptionalInt.of(7),
                    OptionalDouble.of(1.1),
                    new GenerationRules(
                            List.of("END"), OptionalInt.of(1), List.of(9), List.of(List.of(5, 6))));

    private static final Function<List<String>, List<List<Integer>>> SPELL =
            words -> words.stream().map(word -> List.of((int) word.charAt(0))).toList();

    private static final ChainSettings JOB = job();

    @TempDir private Path folder;

    @Test
    void everyFieldOfARequestIsEitherComparedHereOrNotOfSampling() {
        Set<String> known = new TreeSet<>(OTHERS);
        FIELDS.lines().map(line -> line.split("\\|")[0].strip()).forEach(known::add);

        assertThat(GenerationRequest.getClassSchema().getFields())
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void takesTheModelsDefaultsWhereNothingIsSaid() {
        assertThat(generate(MODEL)).isEqualTo(inTheJob(MODEL, ""));
        assertThat(generate(MODEL).maxTokens()).isEqualTo(7);
        assertThat(generate(MODEL).minTokens()).isEqualTo(1);
        assertThat(generate(MODEL).stop()).containsExactly("END");
        assertThat(generate(MODEL).rules().bannedTokenIds()).containsExactly(9);
        assertThat(generate(MODEL).rules().badWords()).containsExactly(List.of(5, 6));
        assertThat(generate(GenerationDefaults.NONE))
                .isEqualTo(inTheJob(GenerationDefaults.NONE, ""));
        assertThat(generate(GenerationDefaults.NONE).maxTokens()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = FIELDS)
    void aFieldMeansTheSameAndIsRefusedAlike(
            String field, String option, String value, String badOption, String badValue)
            throws IOException {
        for (GenerationDefaults model : List.of(MODEL, GenerationDefaults.NONE)) {
            SamplingParameters generated = generate(model, option);

            assertThat(generated).isEqualTo(inTheJob(model, json(field, value)));
            assertThat(generated).isEqualTo(inALine(model, json(field, value)));
            assertThat(generated).isNotEqualTo(generate(model));
        }
        if (badOption != null) {
            InvalidRequestException refused =
                    catchThrowableOfType(
                            InvalidRequestException.class, () -> generate(MODEL, badOption));
            assertThat(refused).isNotNull();
            assertThat(
                            catchThrowableOfType(
                                    InvalidRequestException.class,
                                    () -> inTheJob(MODEL, json(field, badValue))))
                    .hasMessage(refused.getMessage())
                    .extracting(InvalidRequestException::field)
                    .isEqualTo(refused.field());
            assertThatThrownBy(() -> inALine(MODEL, json(field, badValue)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageEndingWith(refused.getMessage());
        }
    }

    private SamplingParameters inALine(GenerationDefaults model, String field) throws IOException {
        Path file = folder.resolve("prompts.jsonl");
        Files.writeString(file, "{\"prompt\":\"p\"" + field + "}");
        SamplingOptions none = CommandLine.populateCommand(new SamplingOptions());
        PromptSource.Prompt prompt = new PromptSource(true, none.request()).read(file).get(0);
        if (prompt.error().isPresent()) {
            throw prompt.error().get();
        }
        return SamplingOptions.parameters(prompt.request().orElseThrow(), model, SPELL);
    }

    private static SamplingParameters generate(GenerationDefaults model, String... options) {
        return CommandLine.populateCommand(new SamplingOptions(), options).parameters(model, SPELL);
    }

    private static SamplingParameters inTheJob(GenerationDefaults model, String field) {
        String json = "{\"request_id\":\"r\",\"prompt\":\"p\"" + field + "}";
        GenerationRequest request =
                new JsonCodec<>(GenerationRequest.class)
                        .decode(json.getBytes(StandardCharsets.UTF_8));
        new RequestChecks(
                        new RequestLimits(
                                "tales",
                                Set.of(),
                                SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                                JOB.defaultMaxTokens()))
                .check(request);
        long seed = request.getSeed() == null ? 0 : request.getSeed();
        List<String> words = request.getBadWords() == null ? List.of() : request.getBadWords();
        return new SamplingResolver(model, JOB.defaultMaxTokens())
                .resolve(request, seed, SPELL.apply(words));
    }

    private static String json(String field, String value) {
        return ",\"" + field + "\":" + value;
    }

    /** Without an option that says anything of sampling. */
    private static ChainSettings job() {
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", "/models/target");
        return ChainSettings.of(options);
    }
}
