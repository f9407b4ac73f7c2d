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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pyramidion.cli.kafka.Feed;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.kafka.RequestSender;
import io.pyramidion.cli.kafka.TopicReader;
import io.pyramidion.cli.kafka.Topics;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.operators.rest.FlinkRest;

import java.net.URI;
import java.util.Optional;

/**
 * The page to watch a job by, in any browser of this machine. It is served from the start, and
 * shows something once a job is {@link #watch watched}. What it owns ends with the resources that
 * it was opened with.
 *
 * <p>Whoever knows its address may see all answers of the job and send it prompts. It listens on
 * loopback only.
 */
public final class WebConsole {

    private final Resources resources;
    private final Broadcast broadcast = new Broadcast();
    private final PageServer server;
    private volatile Optional<RequestSender> sender = Optional.empty();

    private WebConsole(int port, Resources resources) {
        this.resources = resources;
        this.server = PageServer.start(port, broadcast, this::send);
    }

    /**
     * Starts to serve the page.
     *
     * @param port 0 for any that is free
     * @throws CommandException if the port is in use
     */
    static WebConsole open(int port, Resources resources) {
        WebConsole console = new WebConsole(port, resources);
        resources.add(console.server::close);
        console.broadcast.publish(
                PageEvent.of(
                        PageEvent.Kind.SAMPLE,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("t", System.currentTimeMillis())
                                .put("state", "STARTING")));
        return console;
    }

    /** What to open in a browser. */
    public URI address() {
        return server.address();
    }

    /**
     * Shows a job from now on.
     *
     * @throws CommandException if a topic cannot be read
     */
    public void watch(Topics topics, FlinkRest rest, String jobId) {
        Feed feed = Feed.follow(topics, TopicReader.From.END, this::came);
        resources.add(feed::close);
        RequestSender opened = new RequestSender(topics);
        resources.add(opened::close);
        sender = Optional.of(opened);
        JobSamples samples = new JobSamples(rest, jobId);
        JobWatch watch =
                JobWatch.start(
                        () -> {
                            feed.check();
                            return samples.next();
                        },
                        broadcast);
        resources.add(watch::close);
    }

    /** Tells the page what a request asks that others than the page have sent. */
    public void asked(String requestId, String prompt) {
        broadcast.publish(AnswerEvents.asked(requestId, prompt));
    }

    private void came(FeedEvent event) {
        broadcast.publish(AnswerEvents.of(event));
    }

    /** One form at a time, as the sender wants it. */
    private synchronized Sent send(PromptForm form) throws Refusal {
        RequestSender open =
                sender.orElseThrow(
                        () -> new Refusal(503, "The job is starting; try again in a moment"));
        form.requests().forEach(open::send);
        Sent sent = Sent.of(form.requests(), open.settle());
        sent.requestIds().forEach(id -> asked(id, form.prompt()));
        return sent;
    }
}
