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
package io.pyramidion.job.kafka;

import io.pyramidion.job.SharedBroker;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.FreePorts;
import org.apache.flink.configuration.MemorySize;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerCheckITCase {

    @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

    @Test
    void createsMissingTopicsAndFillsInWhatTheyAccept() {
        String servers = BROKER.get().bootstrapServers();
        assertThatThrownBy(() -> BrokerCheck.check(settings(servers, "a", "a.answers")))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Topic a.answers, a.dead, a.deltas, a.requests, a.results is missing at "
                                + servers
                                + "; create it, or set pyramidion.kafka.create-topics to true");

        Settings checked =
                BrokerCheck.check(
                        settings(servers, "a", "a.answers").with(KafkaOptions.CREATE_TOPICS, true));

        assertThat(checked.get(KafkaOptions.DEAD_LETTER_MAX_BYTES))
                .isEqualTo(new MemorySize(SharedBroker.MAX_BYTES));
        assertThat(checked.get(KafkaOptions.RESULT_MAX_BYTES))
                .isEqualTo(new MemorySize(SharedBroker.MAX_BYTES));
        assertThat(BrokerCheck.check(settings(servers, "a", "a.answers")).shown())
                .isEqualTo(checked.with(KafkaOptions.CREATE_TOPICS, false).shown());
    }

    @Test
    void asksAJobThatOnlyReadsForItsRequestsAlone() {
        Settings settings = settings(BROKER.get().bootstrapServers(), "g", "g.answers");
        assertThatThrownBy(() -> BrokerCheck.checkRequests(settings))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("Topic g.requests is missing at ");

        BrokerCheck.checkRequests(settings.with(KafkaOptions.CREATE_TOPICS, true));

        assertThatThrownBy(() -> BrokerCheck.checkAnswers(settings))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("Topic g.answers, g.dead, g.results is missing at ");
    }

    @Test
    void keepsLimitsThatAreGiven() {
        Settings given =
                settings(BROKER.get().bootstrapServers(), "b", "b.answers")
                        .with(KafkaOptions.CREATE_TOPICS, true)
                        .with(KafkaOptions.RESULT_MAX_BYTES, new MemorySize(20_000));

        assertThat(BrokerCheck.check(given).get(KafkaOptions.RESULT_MAX_BYTES))
                .isEqualTo(new MemorySize(20_000));
    }

    @Test
    void fillsInNoMoreThanTheOptionsAllow() {
        Settings settings =
                settings(BROKER.get().bootstrapServers(), "f", "f.answers")
                        .with(KafkaOptions.CREATE_TOPICS, true);
        BrokerCheck.check(settings);
        acceptRecordsOf(Integer.MAX_VALUE, "f.dead");

        assertThat(BrokerCheck.check(settings).get(KafkaOptions.DEAD_LETTER_MAX_BYTES))
                .isEqualTo(MemorySize.ofMebiBytes(1024));
    }

    @Test
    void refusesATransactionTimeoutAboveTheBrokers() {
        Settings patient =
                SettingsLoader.load(
                        Stream.concat(
                                        options(BROKER.get().bootstrapServers(), "c", "c.answers"),
                                        Stream.of(
                                                "--kafka.create-topics=true",
                                                "--kafka.transaction-timeout=2 h"))
                                .toArray(String[]::new));

        assertThatThrownBy(() -> BrokerCheck.check(patient))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "pyramidion.kafka.transaction-timeout is 7200000 ms; allowed: at most the"
                                + " broker's transaction.max.timeout.ms, ");
    }

    @Test
    @Timeout(10)
    void saysThatNoBrokerAnswersWhenItsPatienceEnds() {
        String nobody = "127.0.0.1:" + FreePorts.next();
        Settings settings = settings(nobody, "d", "d.answers");

        assertThatThrownBy(() -> BrokerCheck.check(settings, Duration.ofSeconds(1)))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Kafka broker "
                                + nobody
                                + " does not list its topics: no answer within 1 s; check"
                                + " pyramidion.kafka.bootstrap-servers");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> BrokerCheck.check(settings("nowhere", "e", "e.answers")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("pyramidion.kafka.bootstrap-servers is nowhere: ")
                .hasMessageNotContaining("\n");
    }

    private static void acceptRecordsOf(int bytes, String topic) {
        ConfigEntry entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        Map<ConfigResource, Collection<AlterConfigOp>> change =
                Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)));
        Map<String, Object> properties =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.get().bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            assertThat(admin.incrementalAlterConfigs(change).all().toCompletionStage())
                    .succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static Settings settings(String servers, String prefix, String replies) {
        return SettingsLoader.load(options(servers, prefix, replies).toArray(String[]::new));
    }

    private static Stream<String> options(String servers, String prefix, String replies) {
        return Stream.of(
                "--model.target=models/target",
                "--kafka.bootstrap-servers=" + servers,
                "--kafka.request-topic=" + prefix + ".requests",
                "--kafka.result-topic=" + prefix + ".results",
                "--kafka.delta-topic=" + prefix + ".deltas",
                "--kafka.dead-letter-topic=" + prefix + ".dead",
                "--kafka.reply-topics=" + replies);
    }
}
