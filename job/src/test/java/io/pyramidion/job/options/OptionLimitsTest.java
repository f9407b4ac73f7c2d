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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ControlOptions;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SessionOptions;
import io.pyramidion.operators.settings.SpeculationOptions;
import io.pyramidion.operators.settings.TracingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is documented, what is checked and what stands without being given are the same. */
class OptionLimitsTest {

    private static final Path PAGE =
            Path.of(System.getProperty("pyramidion.root"), "docs/operations/configuration.md");

    private static final String LONGEST_TOPIC = "t".repeat(249);

    /** Of each option, values just inside its limit, then values just outside. */
    private static final String VALUES =
            """
            kafka.bootstrap-servers | h:1 | empty
            kafka.request-topic | longest | longest+ | .. | a b
            kafka.result-topic | longest | longest+ | .. | a/b
            kafka.delta-topic | longest | longest+ | ..
            kafka.dead-letter-topic | longest | longest+ | ..
            kafka.reply-topics | a;longest | a;longest+ | a;.
            kafka.group-id | g | empty
            kafka.value-format | avro, json | xml
            kafka.starting-offsets | earliest, latest, committed | newest
            kafka.bounded | true, false | maybe
            kafka.create-topics | true, false | maybe
            kafka.transactional-id-prefix | p | empty
            kafka.transaction-timeout | 1 s, 24 d | 999 ms | 2073600001 ms
            kafka.max-record-bytes | 1 kb, 1 gb | 1023 bytes | 1073741825 bytes
            kafka.result-max-bytes | 16 kb, 1 gb | 16383 bytes | 1073741825 bytes
            kafka.dead-letter-max-bytes | 16 kb, 1 gb | 16383 bytes | 1073741825 bytes
            kafka.properties | a:b | ******
            files.input | in | empty
            files.output | out | empty
            files.errors | e | empty
            files.format | auto, openai, jsonl, csv, avro, parquet | xlsx
            files.prompt-column | p | empty
            files.messages-column | m | empty
            files.id-column | i | empty
            files.session-column | s | empty
            files.chat | true, false | maybe
            files.system | s | empty
            files.result-prefix | a_1, _ | 1a | a-b
            files.defaults | {} | empty
            files.within | 1 ms | 0 s
            files.keep-order | true, false | maybe
            files.strict | true, false | maybe
            files.overwrite | true, false | maybe
            files.progress | p | empty
            model.target | m | empty
            model.qualifier | m | empty
            model.draft | m | empty
            model.name | m | empty
            model.target-weights | auto, float32, bfloat16, int8, int4 | float8
            model.qualifier-weights | auto, float32, bfloat16, int8, int4 | float8
            model.draft-weights | auto, float32, bfloat16, int8, int4 | float8
            engine.kv-memory | 1 mb | 1048575 bytes | 0 bytes
            engine.max-running | 1 | 0
            engine.max-waiting | 0 | -1
            engine.max-queue-time | 1 ms | 0 s | 999999 ns
            engine.aging | 1 ms | 0 s
            engine.duplicate-window | 0 s | -1 s
            engine.duplicate-count | 1 | 0
            engine.context | 2 | 1
            engine.prefill-tokens | 1 | 0
            engine.threads | 1 | 0
            engine.default-max-tokens | 1 | 0
            speculation.mode | off, exact, assisted, fuzzy | fast
            speculation.allowed-mode | exact, assisted, fuzzy | off
            speculation.draft-length | 1, 64 | 0 | 65
            speculation.qualifier-length | 1, 64 | 0 | 65
            speculation.tau-qualifier | 0, 1.0E300 | -4.9E-324 | NaN | Infinity
            speculation.tau-target | 0, 1.0E300 | -4.9E-324 | NaN | Infinity
            speculation.divergence | js, tv, kl, kl-reversed, logit | l2
            speculation.prompt-lookup | true, false | maybe
            speculation.trace | true, false | maybe
            control.mode | off, fixed, adaptive | on
            control.interval | 100 ms, 1 min | 99 ms | 60001 ms
            control.min-stay | 100 ms, 1 h | 99 ms | 3600001 ms
            control.max-candidates | 1, 64 | 0 | 65
            control.interactive-wait | 1 ms | 0 s
            control.standard-wait | 1 ms | 0 s
            control.profile-time | 0 s, 1 min | -1 s | 60001 ms
            control.shed-classes | interactive;standard;batch | urgent | batch;others
            session.ttl | 1 s | 999 ms
            session.max-messages | 2 | 1
            session.on-overflow | refuse, truncate | forget
            tracing.endpoint | http://h, https://h:1/p | h:4318 | ftp://h | http://u:p@h | http://h?q=1
            tracing.headers | a=b, a=b=c | ******
            tracing.service-name | s | empty
            tracing.sample-rate | 0, 1 | -0.001 | 1.001 | NaN
            tracing.content | true, false | maybe
            tracing.content-limit | 1, 1048576 | 0 | 1048577
            tracing.max-queued | 16, 1048576 | 15 | 1048577
            tracing.max-queued-memory | 1 mb, 4 gb | 1023 kb | 4097 mb
            tracing.timeout | 100 ms, 5 min | 99 ms | 300001 ms
            job.name | n | empty
            job.source | kafka, files | sql
            job.sink | kafka, files | sql
            job.parallelism | 1, 32768 | 0 | 32769
            job.max-parallelism | 1, 32768 | 0 | 32769
            job.checkpoint-interval | 10 ms | 9 ms
            job.checkpoint-directory | d | empty
            """;

    private record Row(List<String> inside, List<String> outside) {}

    static Stream<BoundedOption<?>> options() {
        return OptionCatalogue.options();
    }

    @Test
    void theCatalogueHoldsEveryOptionThatIsDeclared() {
        List<BoundedOption<?>> declared =
                Stream.of(
                                KafkaOptions.class,
                                FileOptions.class,
                                ModelOptions.class,
                                EngineOptions.class,
                                SpeculationOptions.class,
                                ControlOptions.class,
                                SessionOptions.class,
                                TracingOptions.class,
                                JobOptions.class)
                        .flatMap(type -> Stream.of(type.getFields()))
                        .filter(field -> field.getType() == BoundedOption.class)
                        .<BoundedOption<?>>map(OptionLimitsTest::value)
                        .toList();

        assertThat(options()).containsExactlyInAnyOrderElementsOf(declared);
    }

    @ParameterizedTest
    @MethodSource("options")
    <T> void theDefaultIsWithinItsLimit(BoundedOption<T> option) {
        if (option.configOption().hasDefaultValue()) {
            assertThatCode(() -> option.check(option.defaultValue())).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void aValueJustInsideOfTheLimitIsTaken(BoundedOption<?> option) {
        for (String value : row(option).inside()) {
            assertThat(option.find(configuration(option, value))).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void aValueJustOutsideOfTheLimitIsRefusedAsDocumented(BoundedOption<?> option)
            throws Exception {
        String documented = documented(option, "Allowed: (.+)\\. \\|$");
        for (String value : row(option).outside()) {
            Map<String, String> given = configuration(option, value).toMap();

            assertThatThrownBy(() -> SettingsLoader.load(required(), given))
                    .isInstanceOf(OptionException.class)
                    .hasMessage(option.key() + " is " + value + "; allowed: " + documented);
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void theDocumentedDefaultIsWhatStandsWithoutBeingGiven(BoundedOption<?> option)
            throws Exception {
        String documented = documented(option, "^\\| `[^`]+` \\| ([^|]+) \\|");
        String standing =
                option.find(new Configuration())
                        .map(BoundedOption::text)
                        .map(text -> text.replace("{}", ""))
                        .map(text -> text.isEmpty() ? "(empty)" : "`" + text + "`")
                        .orElse(option.isRequired() ? "required" : "(none)");

        assertThat(documented).isEqualTo(standing);
    }

    private static Row row(BoundedOption<?> option) {
        String name = option.key().substring(OptionCatalogue.PREFIX.length());
        String line =
                VALUES.lines()
                        .filter(row -> row.startsWith(name + " | "))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("No values for " + name));
        List<String> cells =
                Stream.of(line.split(" \\| ")).skip(1).map(OptionLimitsTest::spelled).toList();
        List<String> inside = List.of(cells.get(0).split(", "));
        return new Row(inside, cells.subList(1, cells.size()));
    }

    private static String spelled(String cell) {
        return cell.replace("longest", LONGEST_TOPIC).replace("+", "t").replace("empty", " ");
    }

    /** A map that is none would hold a secret: the message hides it. */
    private static Configuration configuration(BoundedOption<?> option, String value) {
        Configuration configuration = new Configuration();
        configuration.setString(option.key(), value.equals("******") ? "no-map" : value);
        return configuration;
    }

    private static Map<String, String> required() {
        Map<String, String> required = new LinkedHashMap<>();
        required.put(KafkaOptions.BOOTSTRAP_SERVERS.key(), "localhost:9092");
        required.put(ModelOptions.TARGET.key(), "models/target");
        return required;
    }

    private static String documented(BoundedOption<?> option, String pattern) throws Exception {
        String line =
                Files.readAllLines(PAGE).stream()
                        .filter(row -> row.startsWith("| `" + option.key() + "` |"))
                        .findFirst()
                        .orElseThrow();
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group(1);
    }

    private static BoundedOption<?> value(Field field) {
        try {
            return (BoundedOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
