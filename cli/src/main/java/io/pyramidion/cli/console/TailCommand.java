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
package io.pyramidion.cli.console;

import io.pyramidion.cli.answers.LiveTexts;
import io.pyramidion.cli.answers.ResultBlock;
import io.pyramidion.cli.kafka.BrokerContact;
import io.pyramidion.cli.kafka.Feed;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.kafka.KafkaArguments;
import io.pyramidion.cli.kafka.TopicReader;
import io.pyramidion.cli.kafka.Topics;
import io.pyramidion.cli.terminal.ProgressBar;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code pyramidion tail}: shows results and deltas as they come. */
@Command(
        name = "tail",
        description = "Show results, streaming texts and refused records as they arrive.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TailCommand implements Callable<Integer> {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final int MAX_LIVE_TEXTS = 8;
    private static final int BAR_WIDTH = 30;

    @Mixin private KafkaArguments kafka;

    @Option(
            names = "--until",
            paramLabel = "N",
            description = "End after N results (default: go on until Ctrl-C).")
    private long until = Long.MAX_VALUE;

    @Option(names = "--from-beginning", description = "Also show earlier records.")
    private boolean fromBeginning;

    private final LiveTexts texts = new LiveTexts();
    private long results;

    @Override
    public Integer call() {
        TopicReader.From from = fromBeginning ? TopicReader.From.BEGINNING : TopicReader.From.END;
        Topics topics = kafka.topics();
        BrokerContact.require(topics);
        try (Screen screen = Screen.open();
                Feed feed = Feed.open(topics, from)) {
            Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "screen"));
            while (results < until) {
                Optional<FeedEvent> event = feed.next(REDRAW);
                event.ifPresent(next -> show(next, screen));
                if (screen.isLive()) {
                    screen.live(liveLines(screen));
                }
            }
        }
        return 0;
    }

    private void show(FeedEvent event, Screen screen) {
        if (event instanceof FeedEvent.Result next) {
            results++;
            texts.remove(next.result().getRequestId());
            ResultBlock.lines(next.result(), "", screen).forEach(screen::print);
        } else if (event instanceof FeedEvent.Delta next) {
            texts.add(next.delta());
        } else if (event instanceof FeedEvent.Refused next) {
            screen.print(screen.style().bad("✗ refused: ") + Text.line(next.reason()));
        } else if (event instanceof FeedEvent.Foreign next) {
            screen.print(screen.style().faint("skipped " + Text.line(next.note())));
        }
    }

    private List<String> liveLines(Screen screen) {
        List<String> lines = new ArrayList<>(texts.lines(screen, MAX_LIVE_TEXTS));
        if (until == Long.MAX_VALUE) {
            lines.add(screen.style().faint(results + " results · Ctrl-C ends"));
        } else {
            lines.add(
                    ProgressBar.of(results, until, BAR_WIDTH, screen.style())
                            + "  "
                            + results
                            + "/"
                            + until);
        }
        return lines;
    }
}
