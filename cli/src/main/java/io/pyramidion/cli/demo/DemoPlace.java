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
package io.pyramidion.cli.demo;

import io.pyramidion.cli.kafka.Feed;
import io.pyramidion.cli.kafka.RequestSender;
import io.pyramidion.cli.kafka.TopicReader;
import io.pyramidion.cli.kafka.Topics;
import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Text;
import io.pyramidion.cli.web.WebConsole;
import io.pyramidion.job.PyramidionJob;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalFlink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The broker, the job and its clients that a demo runs on.
 *
 * @param flink the job
 * @param feed what the job answers, from the beginning
 * @param sender where requests go
 * @param page the page to watch, if there is one
 */
record DemoPlace(LocalFlink flink, Feed feed, RequestSender sender, Optional<WebConsole> page) {

    private static final int PARTITIONS = 2;

    /**
     * Starts all of it, and says so line by line.
     *
     * @param resources what ends it
     */
    static DemoPlace start(
            int parallelism, Optional<WebConsole> page, Resources resources, Screen screen) {
        Installation installation = Installation.current();
        screen.print(screen.style().bold("Pyramidion demo"));
        LocalBroker broker =
                step(
                        screen,
                        "Kafka broker",
                        () -> broker(resources),
                        LocalBroker::bootstrapServers);
        Settings settings =
                settings(installation, broker.bootstrapServers(), parallelism, page.isPresent());
        Topics topics = Topics.of(settings);
        broker.createTopics(
                PARTITIONS,
                topics.requests(),
                topics.results(),
                topics.deltas(),
                topics.deadLetters());
        Settings checked = BrokerCheck.check(settings);
        LocalFlink flink =
                step(
                        screen,
                        "Flink, three models",
                        () -> flink(installation, checked, resources),
                        started -> "dashboard " + started.rest().address());
        Feed feed = Feed.open(topics, TopicReader.From.BEGINNING);
        resources.add(feed::close);
        RequestSender sender = new RequestSender(topics);
        resources.add(sender::close);
        page.ifPresent(
                console -> {
                    console.watch(topics, flink.rest(), flink.jobId());
                    screen.print("    " + Text.padded("Console", 20) + " " + console.address());
                });
        return new DemoPlace(flink, feed, sender, page);
    }

    private static LocalBroker broker(Resources resources) {
        LocalBroker broker = LocalBroker.start();
        resources.add(broker::close);
        return broker;
    }

    private static LocalFlink flink(
            Installation installation, Settings settings, Resources resources) {
        LocalFlink flink =
                LocalFlink.start(
                        installation,
                        new LocalFlink.Launch(
                                settings.get(JobOptions.NAME),
                                settings.get(JobOptions.PARALLELISM),
                                FreePorts.next(),
                                settings.flinkConfiguration().toMap(),
                                environment -> PyramidionJob.build(environment, settings)));
        resources.add(flink::close);
        return flink;
    }

    private static Settings settings(
            Installation installation, String bootstrapServers, int parallelism, boolean traced) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("job.name", "pyramidion demo");
        entries.put("job.parallelism", String.valueOf(parallelism));
        entries.put("kafka.bootstrap-servers", bootstrapServers);
        entries.put("model.name", "tales");
        for (String model : new String[] {"target", "qualifier", "draft"}) {
            entries.put("model." + model, installation.model(model).toString());
        }
        // Fewer places than prompts, so that some are seen to wait.
        entries.put("engine.max-running", "12");
        entries.put("engine.kv-memory", "128 mb");
        if (traced) {
            entries.put("speculation.trace", "true");
        }
        return SettingsLoader.load(entries, Map.of());
    }

    private static <T> T step(
            Screen screen, String name, Supplier<T> start, Function<T, String> outcome) {
        screen.live(List.of(screen.style().faint("  … " + name)));
        long before = System.nanoTime();
        T started = start.get();
        double milliseconds = (System.nanoTime() - before) / 1e6;
        screen.live(List.of());
        screen.print(
                "  "
                        + screen.style().good("✓")
                        + " "
                        + Text.padded(name, 20)
                        + " "
                        + outcome.apply(started)
                        + screen.style().faint("  (" + Text.time(milliseconds) + ")"));
        return started;
    }
}
