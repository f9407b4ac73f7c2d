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

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SessionOptions;
import io.pyramidion.operators.settings.SpeculationSettings;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsLoaderTest {

    private static final List<String> LEAST =
            List.of("--kafka.bootstrap-servers", "localhost:9092", "--model.target", "models/big");

    @TempDir private Path folder;

    @Test
    void readsAFileWithNestedAndDottedKeysAndLetsArgumentsWin() throws IOException {
        Path file =
                file(
                        """
                        pyramidion:
                          kafka:
                            bootstrap-servers: localhost:9092
                            reply-topics: [answers, others]
                            properties:
                              security.protocol: SASL_SSL
                              sasl:
                                mechanism: PLAIN
                          session.ttl: 30 min
                        model.target: models/target
                        kafka.max-record-bytes: 2 mb
                        engine:
                          max-running: 8
                        flink:
                          taskmanager.numberOfTaskSlots: 3
                        """);

        Settings settings =
                SettingsLoader.load(
                        "--config", file.toString(), "--engine.max-running=16", "--job.name", "j");

        assertThat(settings.get(KafkaOptions.REPLY_TOPICS)).containsExactly("answers", "others");
        assertThat(settings.get(KafkaOptions.PROPERTIES))
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "PLAIN"));
        assertThat(settings.get(SessionOptions.TTL)).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.get(KafkaOptions.MAX_RECORD_BYTES))
                .isEqualTo(MemorySize.ofMebiBytes(2));
        assertThat(settings.get(EngineOptions.MAX_RUNNING)).isEqualTo(16);
        assertThat(settings.get(JobOptions.NAME)).isEqualTo("j");
        assertThat(settings.flinkConfiguration().toMap())
                .containsOnly(Map.entry("taskmanager.numberOfTaskSlots", "3"));
    }

    @Test
    void derivesTheModelNameAndTheTransactionalIdPrefix() {
        Settings settings = load("--kafka.group-id", "tales");

        assertThat(settings.get(ModelOptions.NAME)).isEqualTo("big");
        assertThat(settings.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX)).isEqualTo("tales");
        assertThat(settings.find(EngineOptions.CONTEXT)).isEmpty();
    }

    @Test
    void showsEveryOptionInEffectWithSecretsHidden() {
        Settings settings =
                load(
                        "--kafka.properties.sasl.jaas.config",
                        "user=a password=b",
                        "--kafka.properties.ssl.key.password=c",
                        "--kafka.properties.ssl.keystore.key=password",
                        "--flink.fs.azure.account.key.mine=password",
                        "--flink.security.ssl.rest.key-password=d",
                        "--tracing.headers=authorization=password",
                        "--kafka.properties.client.id=demo");

        assertThat(settings.shown())
                .containsEntry("pyramidion.engine.kv-memory", "256 mb")
                .containsEntry("pyramidion.session.ttl", "1 h")
                .containsEntry("pyramidion.kafka.value-format", "json")
                .containsEntry("pyramidion.kafka.properties.client.id", "demo")
                .containsEntry("pyramidion.kafka.properties.sasl.jaas.config", "******")
                .containsEntry("pyramidion.kafka.properties.ssl.key.password", "******")
                .containsEntry("pyramidion.kafka.properties.ssl.keystore.key", "******")
                .containsEntry("pyramidion.tracing.headers", "******")
                .containsEntry("flink.fs.azure.account.key.mine", "******")
                .containsEntry("flink.security.ssl.rest.key-password", "******");
        assertThat(settings.shown().values()).noneMatch(value -> value.contains("password"));
    }

    @Test
    void changesOneOptionAndChecksIt() {
        Settings settings = load();

        assertThat(settings.with(EngineOptions.MAX_RUNNING, 5).get(EngineOptions.MAX_RUNNING))
                .isEqualTo(5);
        assertThatThrownBy(() -> settings.with(EngineOptions.MAX_RUNNING, 0))
                .isInstanceOf(OptionException.class);
    }

    @Test
    void readsHowFarRequestsMayGo() {
        Settings settings =
                load(
                        "--model.draft=d",
                        "--speculation.mode=assisted",
                        "--speculation.allowed-mode=fuzzy",
                        "--speculation.divergence=kl-reversed",
                        "--speculation.tau-qualifier=0",
                        "--speculation.prompt-lookup=true");

        assertThat(SpeculationSettings.of(settings.options()))
                .isEqualTo(
                        new SpeculationSettings(
                                SpeculationMode.ASSISTED,
                                SpeculationMode.FUZZY,
                                2,
                                4,
                                0,
                                0.02,
                                Divergence.KL_REVERSED,
                                true,
                                16,
                                false));
    }

    @Test
    void readsTheTypeOfEachModelsWeightsBesideItsDirectory() throws IOException {
        Path file =
                file(
                        """
                        kafka.bootstrap-servers: localhost:9092
                        model:
                          target: models/target
                          target-weights: float32
                          qualifier: models/qualifier
                          draft: models/draft
                          draft-weights: int8
                        """);

        Settings settings = SettingsLoader.load("--config", file.toString());

        assertThat(ModelOptions.weights(settings.options()))
                .isEqualTo(new RoleWeights(Precision.FLOAT32, Precision.AUTO, Precision.INT8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --engine.max-runing=3 | Unknown option pyramidion.engine.max-runing (value 3); did you mean pyramidion.engine.max-running?
                    --max-running=3 | Unknown option pyramidion.max-running (value 3); did you mean pyramidion.engine.max-running?
                    --weather=fine | Unknown option pyramidion.weather (value fine); see docs/operations/configuration.md
                    --engine.max-running=many | pyramidion.engine.max-running is many; allowed: a whole number, at least 1
                    --engine.max-running=0 | pyramidion.engine.max-running is 0; allowed: a whole number, at least 1
                    --session.ttl=soon | pyramidion.session.ttl is soon; allowed: a duration of at least 1 s, for example 1 h
                    --engine.kv-memory=-1 | pyramidion.engine.kv-memory is -1; allowed: a size of at least 1 mb, for example 256 mb
                    --kafka.bounded=maybe | pyramidion.kafka.bounded is maybe; allowed: true, false
                    --model.target-weights=float8 | pyramidion.model.target-weights is float8; allowed: auto, float32, bfloat16, int8, int4
                    --model.draft-weights=int8 | pyramidion.model.draft-weights is int8; allowed: no value, unless pyramidion.model.draft is set
                    --model.qualifier-weights=auto --model.draft=d | pyramidion.model.qualifier-weights is auto; allowed: no value, unless pyramidion.model.qualifier is set
                    --model.weights=int8 | Unknown option pyramidion.model.weights (value int8); see docs/operations/configuration.md
                    --model.draft.weights=int8 | Unknown option pyramidion.model.draft.weights (value int8); did you mean pyramidion.model.draft-weights?
                    --kafka.request-topic=a b | pyramidion.kafka.request-topic is a b; allowed: a Kafka topic name: 1 to 249 letters, digits, dots, underscores, hyphens
                    --kafka.result-topic=pyramidion.requests | pyramidion.kafka.result-topic is pyramidion.requests; allowed: a topic other than that of pyramidion.kafka.request-topic
                    --kafka.reply-topics=pyramidion.requests | pyramidion.kafka.reply-topics is pyramidion.requests; allowed: topics other than that of pyramidion.kafka.request-topic
                    --kafka.transaction-timeout=1 s | pyramidion.kafka.transaction-timeout is 1 s; allowed: longer than pyramidion.job.checkpoint-interval, which is 1 s
                    --speculation.draft-length=9 | pyramidion.speculation.draft-length is 9; allowed: at most pyramidion.speculation.qualifier-length, which is 4
                    --speculation.mode=exact | pyramidion.speculation.mode is exact; allowed: off, unless pyramidion.model.draft or pyramidion.model.qualifier is set
                    --speculation.mode=fast | pyramidion.speculation.mode is fast; allowed: off, exact, assisted, fuzzy
                    --speculation.mode=fuzzy --model.draft=d | pyramidion.speculation.mode is fuzzy; allowed: at most pyramidion.speculation.allowed-mode, which is exact
                    --speculation.allowed-mode=off | pyramidion.speculation.allowed-mode is off; allowed: exact, assisted, fuzzy
                    --speculation.tau-target=-0.1 | pyramidion.speculation.tau-target is -0.1; allowed: a number, at least 0
                    --speculation.tau-target=NaN | pyramidion.speculation.tau-target is NaN; allowed: a number, at least 0
                    --speculation.tau-target=0.01 | pyramidion.speculation.tau-qualifier is 0.02; allowed: at most pyramidion.speculation.tau-target, which is 0.01
                    --speculation.divergence=l2 | pyramidion.speculation.divergence is l2; allowed: js, tv, kl, kl-reversed, logit
                    --job.parallelism=200 | pyramidion.job.parallelism is 200; allowed: at most pyramidion.job.max-parallelism, which is 128
                    --engine.context=100 --engine.default-max-tokens=100 | pyramidion.engine.default-max-tokens is 100; allowed: less than pyramidion.engine.context, which is 100
                    --kafka.properties.group.id=x | pyramidion.kafka.properties.group.id is x; allowed: no value here; set pyramidion.kafka.group-id
                    --kafka.properties.max.request.size=9 | pyramidion.kafka.properties.max.request.size is 9; allowed: no value here; set pyramidion.kafka.result-max-bytes or pyramidion.kafka.dead-letter-max-bytes
                    --kafka.properties.isolation.level=read_uncommitted | pyramidion.kafka.properties.isolation.level is read_uncommitted; allowed: no value here; the job sets it itself
                    --kafka.properties.key.serializer=x | pyramidion.kafka.properties.key.serializer is x; allowed: no value here; the job sets it itself
                    --kafka.properties.acks=1 | pyramidion.kafka.properties.acks is 1; allowed: no value here; the job sets it itself
                    --kafka.properties=client.id:a --kafka.properties.client.rack=b | pyramidion.kafka.properties is given both as a map and by single names; allowed: one of the two
                    --kafka.properties=ssl.keystore.password | pyramidion.kafka.properties is ******; allowed: names and values of Kafka client settings
                    --flink.parallelism.default=4 | flink.parallelism.default is 4; allowed: no value here; set pyramidion.job.parallelism
                    --flink.execution.checkpointing.interval=1h | flink.execution.checkpointing.interval is 1h; allowed: no value here; set pyramidion.job.checkpoint-interval
                    --kafka.group-id | --kafka.group-id has no value; allowed: --kafka.group-id value
                    stray | Argument stray is not expected; allowed: --key value
                    --pyramidion.job.name=a --job.name=b | pyramidion.job.name is given twice: with and without its prefix
                    """)
    void refusesWithOneLine(String arguments, String message) {
        assertThatThrownBy(() -> load(split(arguments)))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --model.target=m | pyramidion.kafka.bootstrap-servers is missing; allowed: a text that is not empty
                    --kafka.bootstrap-servers=h:1 | pyramidion.model.target is missing; allowed: a text that is not empty
                    --config=no-such-file.yaml | --config is no-such-file.yaml; allowed: a file that exists
                    """)
    void refusesToStartWithoutWhatIsRequired(String arguments, String message) {
        assertThatThrownBy(() -> SettingsLoader.load(split(arguments)))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    @Test
    void refusesFilesThatAreNoSettings() throws IOException {
        Path list = file("- a\n- b\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", list.toString()))
                .hasMessage(list + " is not a YAML mapping; allowed: lines of key: value");
        Path broken = file("a: [1\nb: 2\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", broken.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith(broken + ", line ")
                .hasMessageNotContaining("\n");
        Path twice = file("job:\n  name: a\n  name: b\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", twice.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("name")
                .hasMessageNotContaining("\n");
        Path both = file("job.name: a\njob:\n  name: b\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", both.toString()))
                .hasMessage("job.name is given twice in " + both);
        Path second = file("job.name: a\n---\njob.name: b\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", second.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith(second + ", line 3: ")
                .hasMessageNotContaining("\n");
        Path empty = file("job:\n  name:\n");
        assertThatThrownBy(() -> SettingsLoader.load("--config", empty.toString()))
                .hasMessage("job.name has no value");
    }

    @Test
    void refusesAFileThatIsNoTextByItsLine() throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.writeString(latin, "job:\n  name: caf\u00e9\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> SettingsLoader.load("--config", latin.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessage(latin + ", line 2 has byte 0xe9 at offset 11; allowed: valid UTF-8");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "settings", ".yaml"), text);
    }

    private static Settings load(String... more) {
        return SettingsLoader.load(
                Stream.concat(LEAST.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static String[] split(String arguments) {
        return arguments.split(" (?=--)");
    }
}
