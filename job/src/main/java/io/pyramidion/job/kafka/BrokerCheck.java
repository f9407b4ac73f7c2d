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

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Looks at the broker before the job starts, so that what is wrong there is said in one line
 * instead of by a job that restarts for ever. Takes 15 s at most where the broker does not answer.
 */
public final class BrokerCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private BrokerCheck() {}

    /**
     * Checks that the broker answers, that every topic is there, that the transaction timeout is
     * allowed and that the delta topic accepts any delta; creates missing topics if the options say
     * so.
     *
     * @return the settings, with record size limits filled in from the topics where none were given
     * @throws StartException naming the first thing that is wrong
     */
    public static Settings check(Settings settings) {
        return check(settings, PATIENCE);
    }

    static Settings check(Settings settings, Duration patience) {
        try (BrokerView broker = new BrokerView(settings, patience)) {
            requireTopics(
                    broker,
                    settings,
                    List.of(
                            KafkaOptions.REQUEST_TOPIC,
                            KafkaOptions.RESULT_TOPIC,
                            KafkaOptions.DELTA_TOPIC,
                            KafkaOptions.DEAD_LETTER_TOPIC));
            checkTransactionTimeout(broker, settings);
            String deltas = settings.get(KafkaOptions.DELTA_TOPIC);
            // A delta that its topic refuses would make the job restart for ever.
            broker.smallestRecordLimit(List.of(deltas))
                    .ifPresent(topic -> topic.requireAtLeast(KafkaLimits.LARGEST_DELTA, "deltas"));
            return withLimits(broker, settings);
        }
    }

    /**
     * The same for a job that only reads requests.
     *
     * @throws StartException naming the first thing that is wrong
     */
    public static void checkRequests(Settings settings) {
        try (BrokerView broker = new BrokerView(settings, PATIENCE)) {
            requireTopics(broker, settings, List.of(KafkaOptions.REQUEST_TOPIC));
        }
    }

    /**
     * The same for a job that only writes results and dead letters.
     *
     * @throws StartException naming the first thing that is wrong
     */
    public static Settings checkAnswers(Settings settings) {
        try (BrokerView broker = new BrokerView(settings, PATIENCE)) {
            requireTopics(
                    broker,
                    settings,
                    List.of(KafkaOptions.RESULT_TOPIC, KafkaOptions.DEAD_LETTER_TOPIC));
            checkTransactionTimeout(broker, settings);
            return withLimits(broker, settings);
        }
    }

    /** Where results go, replies go too. */
    private static void requireTopics(
            BrokerView broker, Settings settings, List<BoundedOption<String>> topics) {
        Set<String> names = new TreeSet<>();
        for (BoundedOption<String> topic : topics) {
            names.add(settings.get(topic));
            if (topic == KafkaOptions.RESULT_TOPIC) {
                names.addAll(settings.get(KafkaOptions.REPLY_TOPICS));
            }
        }
        Set<String> missing = broker.missing(names);
        if (!missing.isEmpty()) {
            create(broker, settings, missing);
        }
    }

    private static void create(BrokerView broker, Settings settings, Set<String> missing) {
        if (!settings.get(KafkaOptions.CREATE_TOPICS)) {
            throw new StartException(
                    "Topic %s is missing at %s; create it, or set %s to true"
                            .formatted(
                                    String.join(", ", missing),
                                    settings.get(KafkaOptions.BOOTSTRAP_SERVERS),
                                    KafkaOptions.CREATE_TOPICS.key()));
        }
        broker.create(missing);
    }

    private static void checkTransactionTimeout(BrokerView broker, Settings settings) {
        long timeout = settings.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis();
        OptionalLong max = broker.longestTransaction();
        if (max.isPresent() && timeout > max.getAsLong()) {
            throw new StartException(
                    "%s is %d ms; allowed: at most the broker's transaction.max.timeout.ms, %d ms"
                            .formatted(
                                    KafkaOptions.TRANSACTION_TIMEOUT.key(),
                                    timeout,
                                    max.getAsLong()));
        }
    }

    private static Settings withLimits(BrokerView broker, Settings settings) {
        List<String> answers = new ArrayList<>(settings.get(KafkaOptions.REPLY_TOPICS));
        answers.add(settings.get(KafkaOptions.RESULT_TOPIC));
        List<String> letters = List.of(settings.get(KafkaOptions.DEAD_LETTER_TOPIC));
        Settings limited =
                withLimit(
                        settings,
                        KafkaOptions.RESULT_MAX_BYTES,
                        () -> broker.smallestRecordLimit(answers),
                        "results");
        return withLimit(
                limited,
                KafkaOptions.DEAD_LETTER_MAX_BYTES,
                () -> broker.smallestRecordLimit(letters),
                "dead letters");
    }

    /**
     * The settings with an option filled in from what the topics take, unless it is given. A topic
     * that takes too little is at fault itself: nobody set the option.
     */
    static Settings withLimit(
            Settings settings,
            BoundedOption<MemorySize> option,
            Supplier<Optional<TopicLimit>> smallest,
            String what) {
        if (settings.find(option).isPresent()) {
            return settings;
        }
        Optional<TopicLimit> limit = smallest.get();
        limit.ifPresent(topic -> topic.requireAtLeast(KafkaOptions.MIN_WRITTEN.getBytes(), what));
        return limit.map(TopicLimit::bytes)
                .map(bytes -> Math.min(bytes, KafkaOptions.MAX_RECORD.getBytes()))
                .map(bytes -> settings.with(option, new MemorySize(bytes)))
                .orElse(settings);
    }
}
