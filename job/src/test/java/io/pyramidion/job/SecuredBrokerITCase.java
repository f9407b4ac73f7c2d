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
package io.pyramidion.job;

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.kafka.StartException;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalFlink;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A broker that speaks TLS only and wants a password, by plain client properties. */
class SecuredBrokerITCase {

    private static final String PASSWORD = "a-password-of-the-job";
    private static final String STORE_PASSWORD = "a-password-of-the-store";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path folder;
    private static Path store;
    private static LocalBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        store = folder.resolve("broker.p12");
        makeCertificate();
        broker =
                LocalBroker.start(
                        Installation.current(),
                        new LocalBroker.Launch(
                                LocalBroker.DEFAULT_MAX_MESSAGE_BYTES,
                                OptionalInt.empty(),
                                Optional.empty(),
                                false,
                                serverProperties(),
                                clientProperties(PASSWORD)));
        broker.createTopics(
                1,
                KafkaOptions.REQUEST_TOPIC.defaultValue(),
                KafkaOptions.RESULT_TOPIC.defaultValue(),
                KafkaOptions.DELTA_TOPIC.defaultValue(),
                KafkaOptions.DEAD_LETTER_TOPIC.defaultValue());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void servesAndShowsNoSecret() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Logger root = (Logger) LogManager.getRootLogger();
        Map<String, Appender> others = Map.copyOf(root.getAppenders());
        Level level = root.getLevel();
        others.values().forEach(root::removeAppender);
        AbstractAppender appender = appendingTo(logged);
        root.addAppender(appender);
        // At this level Kafka's clients say how they are configured.
        Configurator.setRootLevel(Level.INFO);
        Settings settings = BrokerCheck.check(settings(PASSWORD));
        try (LocalFlink flink =
                LocalFlink.start(
                        Installation.current(),
                        new LocalFlink.Launch(
                                "secured",
                                1,
                                FreePorts.next(),
                                settings.flinkConfiguration().toMap(),
                                environment -> PyramidionJob.build(environment, settings)))) {
            send("who");

            await().atMost(PATIENCE).until(() -> !results().isEmpty());

            assertThat(results().get(0).getRequestId()).isEqualTo("who");
            assertThat(results().get(0).getFinishReason()).isNotEqualTo("error");
            String shown = flink.rest().get("/jobs/" + flink.jobId() + "/config").toString();
            assertThat(shown)
                    .contains("SASL_SSL", "pyramidion.kafka.properties.sasl.jaas.config")
                    .doesNotContain(PASSWORD, STORE_PASSWORD);
        } finally {
            Configurator.setRootLevel(level);
            root.removeAppender(appender);
            others.values().forEach(root::addAppender);
        }
        assertThat(logged)
                .anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"))
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(STORE_PASSWORD));
    }

    @Test
    void refusesToStartWithAWrongPasswordAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> BrokerCheck.check(settings("wrong-guess")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("wrong-guess")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesToStartIfNobodyVouchesForTheBroker() {
        Map<String, String> trusting = options(PASSWORD);
        trusting.keySet().removeIf(key -> key.contains("truststore"));

        assertThatThrownBy(() -> BrokerCheck.check(SettingsLoader.load(trusting, Map.of())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SSL handshake failed");
    }

    private static void makeCertificate() throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "broker",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                STORE_PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static Map<String, String> serverProperties() {
        return Map.of(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,CLIENTS:SASL_SSL",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config",
                login("broker", "of-the-broker")
                        + " user_broker=\"of-the-broker\" user_job=\""
                        + PASSWORD
                        + "\";",
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                STORE_PASSWORD,
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    private static Map<String, String> clientProperties(String password) {
        Map<String, String> properties = new HashMap<>();
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", login("job", password) + ";");
        properties.put("ssl.truststore.location", store.toString());
        properties.put("ssl.truststore.type", "PKCS12");
        properties.put("ssl.truststore.password", STORE_PASSWORD);
        return properties;
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                + user
                + "\" password=\""
                + password
                + "\"";
    }

    private static Settings settings(String password) {
        return SettingsLoader.load(options(password), Map.of());
    }

    private static Map<String, String> options(String password) {
        Map<String, String> options = new HashMap<>();
        clientProperties(password)
                .forEach((name, value) -> options.put("kafka.properties." + name, value));
        options.put("kafka.bootstrap-servers", broker.bootstrapServers());
        options.put("model.target", Installation.current().model("target").toString());
        options.put("speculation.mode", "off");
        options.put("engine.kv-memory", "16 mb");
        options.put("control.profile-time", "0 s");
        options.put("job.checkpoint-interval", "300 ms");
        return options;
    }

    private static void send(String id) throws Exception {
        GenerationRequest request =
                GenerationRequest.newBuilder()
                        .setRequestId(id)
                        .setPrompt("Once upon a time")
                        .setMaxTokens(4)
                        .build();
        Map<String, Object> properties = new HashMap<>(clientProperties(PASSWORD));
        properties.put("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = new JsonCodec<>(GenerationRequest.class).encode(request);
            producer.send(new ProducerRecord<>(KafkaOptions.REQUEST_TOPIC.defaultValue(), value))
                    .get();
        }
    }

    private static List<GenerationResult> results() {
        Map<String, Object> properties = new HashMap<>(clientProperties(PASSWORD));
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("isolation.level", "read_committed");
        List<GenerationResult> results = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(KafkaOptions.RESULT_TOPIC.defaultValue(), 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                results.add(new JsonCodec<>(GenerationResult.class).decode(record.value()));
            }
        }
        return results;
    }

    private static AbstractAppender appendingTo(Queue<String> lines) {
        AbstractAppender appender =
                new AbstractAppender("collected", null, null, false, Property.EMPTY_ARRAY) {
                    @Override
                    public void append(LogEvent event) {
                        lines.add(event.getMessage().getFormattedMessage());
                    }
                };
        appender.start();
        return appender;
    }
}
