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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.terminal.CommandException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page in a browser, fed by the test instead of by a job. */
class ConsolePageITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = "document.querySelector('.card .text')";

    /** Each would change the page if any of it became markup, or an address, or a script. */
    private static final List<String> HOSTILE =
            List.of(
                    "<script>document.title='owned'</script>",
                    "<img src=x onerror=\"document.title='owned'\">",
                    "</div></article><iframe srcdoc=\"<script>top.document.title='owned'</script>\">",
                    "<style>*{display:none}</style><a href=\"javascript:document.title='owned'\">x</a>",
                    "\"><svg onload=document.title='owned'>&lt;b&gt;\u2028\u202e\u0000]]>");

    @TempDir private static Path folder;
    private static Chromium chromium;

    private final Broadcast broadcast = new Broadcast();
    private final List<PromptForm> sent = new ArrayList<>();
    private PageServer server;

    @BeforeAll
    static void startBrowser() throws Exception {
        Optional<Path> program = Chromium.find();
        assumeTrue(program.isPresent(), "there is no Chromium here: apt-get install chromium");
        chromium = Chromium.start(program.get(), folder);
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() throws Exception {
        server =
                PageServer.start(
                        0,
                        broadcast,
                        form -> {
                            sent.add(form);
                            List<Optional<CommandException>> failures =
                                    new ArrayList<>(
                                            Collections.nCopies(
                                                    form.requests().size(), Optional.empty()));
                            if (failures.size() == 2) {
                                failures.set(0, Optional.of(new CommandException("too large")));
                            }
                            form.requests()
                                    .forEach(
                                            request ->
                                                    broadcast.publish(
                                                            AnswerEvents.asked(
                                                                    request.getRequestId(),
                                                                    form.prompt())));
                            return Sent.of(form.requests(), failures);
                        });
        chromium.size(1280, 900, false);
        chromium.open(server.address());
        await().until(() -> broadcast.browsers() == 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsWhoProposedEachTokenAndHowSureItWas() throws Exception {
        publish(
                delta(
                        "a",
                        0,
                        "The cat|draft|0.93",
                        " sat|qualifier|0.41",
                        ".|target|",
                        "\n|lookup|0.7"));
        await().until(() -> cards() == 1);
        assertThat(chromium.text(FIRST + ".textContent")).isEqualTo("The cat sat.\n");
        JsonNode spans =
                chromium.evaluate(
                        "[...%s.children].map(s => [s.className, s.told])".formatted(FIRST));
        assertThat(spans.toString())
                .isEqualTo(
                        "[[\"t new draft s4\",\"draft, 93 % sure\"],"
                                + "[\"t new qualifier s2\",\"qualifier, 41 % sure\"],"
                                + "[\"t new target\",\"target\"],"
                                + "[\"t new lookup s3\",\"lookup, 70 % sure\"]]");
        JsonNode colours =
                chromium.evaluate(
                        "[...%s.children].map(s => getComputedStyle(s).textDecorationStyle + getComputedStyle(s).backgroundColor)"
                                .formatted(FIRST));
        assertThat(colours).doesNotHaveDuplicates();
    }

    @Test
    void textIsShownAsText() throws Exception {
        publish(AnswerEvents.asked("h", String.join(" ", HOSTILE)));
        int position = 0;
        int character = 0;
        for (String text : HOSTILE) {
            publish(AnswerEvents.of(Answers.delta("h", position++, 1, character, text)));
            character += text.codePointCount(0, text.length());
            publish(delta("t", position - 1, text + "|draft|0.5"));
            publish(AnswerEvents.of(new FeedEvent.Refused(text)));
            publish(AnswerEvents.of(Answers.failure(text, text)));
        }
        publish(AnswerEvents.of(Answers.result("h", String.join("", HOSTILE))));
        publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample(1, HOSTILE.get(0))));
        await().until(() -> cards() == 2 + HOSTILE.size());
        await().until(
                        () ->
                                chromium.text("document.querySelectorAll('.card.open').length")
                                        .equals("1"));
        assertThat(
                        chromium.text(
                                "[...document.querySelectorAll('.card')].find(c => c.querySelector('.id').textContent === 'h').querySelector('.text').textContent"))
                .isEqualTo(String.join("", HOSTILE));
        assertThat(chromium.text("document.title")).isEqualTo("Pyramidion");
        assertThat(
                        chromium.text(
                                "document.querySelectorAll('main script, main iframe, main style, main svg, main a, main img, #tip *').length"))
                .isEqualTo("0");
    }

    @Test
    void whatIsRepeatedAfterAFailureIsShownOnce() throws Exception {
        publish(AnswerEvents.of(Answers.delta("a", 0, 2, 0, "one two ")));
        publish(AnswerEvents.of(Answers.delta("a", 2, 1, 8, "three ")));
        publish(AnswerEvents.of(Answers.delta("a", 2, 2, 8, "three four ")));
        publish(AnswerEvents.of(Answers.delta("a", 0, 1, 0, "one ")));
        publish(delta("b", 0, "x |draft|0.5", "y |draft|0.5"));
        publish(delta("b", 1, "y |draft|0.5", "z|target|"));
        publish(delta("b", 2, "z|target|"));
        await().until(() -> texts().equals("x y z|one two three four "));
        publish(AnswerEvents.of(Answers.delta("a", 5, 1, 24, "six")));
        await().until(() -> texts().equals("x y z|one two three four  [1 token left out] six"));
        publish(AnswerEvents.of(Answers.result("a", "one two three four five six")));
        await().until(() -> texts().equals("x y z|one two three four five six"));
    }

    /** A text of several bytes and of several UTF-16 units a character, and what was held back. */
    @Test
    void whatIsRepeatedMayBeCutElsewhere() throws Exception {
        String[] tokens = {
            "né|draft|0.9", "|draft|0.5", "😀|qualifier|0.5", "|target|", "END.|target|"
        };
        String[] more = {" 東|lookup|0.5", "京|draft|0.1", "|target|"};
        publish(delta("a", 0, 0, tokens[0], tokens[1]));
        publish(delta("a", 2, 2, tokens[2], tokens[3], tokens[4], more[0]));
        publish(delta("a", 1, 2, tokens[1], tokens[2]));
        publish(delta("a", 3, 3, tokens[3], tokens[4]));
        publish(delta("a", 3, 3, tokens[3], tokens[4], more[0], more[1]));
        publish(delta("a", 5, 7, more[0], more[1], more[2]));
        await().until(() -> cards() == 1);
        await().until(() -> chromium.evaluate("streams.of('a').text(0).tokens").asInt() == 8);
        assertThat(
                        chromium.text(
                                "[...%s.children].map(s => s.className.split(' ')[2] + ':' + s.textContent).join()"
                                        .formatted(FIRST)))
                .isEqualTo("draft:né,qualifier:😀,target:END.,lookup: 東,draft:京");

        publish(plain("b", 0, 0, 3, "né😀"));
        publish(plain("b", 1, 2, 4, "😀END."));
        publish(plain("b", 9, 8, 1, "x"));
        publish(plain("b", 8, 7, 3, "?xy"));
        await().until(() -> texts().startsWith("né😀END. [4 tokens left out] xy|"));
    }

    @Test
    void sendsWhatIsTyped() throws Exception {
        chromium.evaluate(
                "document.getElementById('prompt').value = 'Why?'; document.getElementById('times').value = 3;"
                        + " document.querySelector('form button').click()");
        await().until(() -> cards() == 3);
        assertThat(sent).hasSize(1);
        assertThat(chromium.text("document.querySelector('.asked').textContent")).isEqualTo("Why?");
        chromium.evaluate(
                "document.getElementById('times').removeAttribute('max'); document.getElementById('times').value = 51;"
                        + " document.querySelector('form button').click()");
        await().until(
                        () ->
                                chromium.text("document.getElementById('form-problem').textContent")
                                        .equals("times is 51; allowed: 1 to 50"));
    }

    @Test
    void saysHowManyWereNotSent() throws Exception {
        chromium.evaluate(
                "document.getElementById('prompt').value = 'Why?'; document.getElementById('times').value = 2;"
                        + " document.querySelector('form button').click()");
        await().until(
                        () ->
                                chromium.text("document.getElementById('form-problem').textContent")
                                        .equals("1 of 2 were not sent: too large"));
    }

    @Test
    void deltasGiveWayFirstAndResultsNever() throws Exception {
        assertThat(
                        chromium.text(
                                """
                                (() => {
                                  const waiting = new Pending(10);
                                  const add = (names) => names.split(" ").map((name) => waiting.add(name, "123")).join("");
                                  const names = () => waiting.events.map(([name]) => name).join();
                                  return [add("delta result refused"), names(), add("delta"), names(), add("delta result"), names(),
                                    add("result"), names(), add("result result delta"), names(), waiting.size].join(" ");
                                })()"""))
                .isEqualTo(
                        "000 delta,result,refused 2 result,refused 01 result,refused,result"
                                + " 1 result,result,result 001 result,result,result,result,result 15");
    }

    @Test
    void anEventThatCannotBeShownTakesNoOthersAlong() throws Exception {
        publish(PageEvent.of(PageEvent.Kind.RESULT, JSON.createObjectNode().put("x", 1)));
        publish(AnswerEvents.asked("a", "What?"));
        await().until(
                        () ->
                                chromium.text("document.getElementById('count').textContent")
                                        .equals("1 running, 2 shown"));
    }

    @Test
    void saysWhatIsWrongWithTheJobAndWithTheConnection() throws Exception {
        ObjectNode broken = JSON.createObjectNode().put("t", 1).put("problem", "refused");
        publish(PageEvent.of(PageEvent.Kind.SAMPLE, broken));
        await().until(() -> noticed().equals("The job does not answer: refused"));
        publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample(2, "calm")));
        await().until(() -> noticed().isEmpty());
        server.close();
        await().until(() -> noticed().startsWith("Not connected to pyramidion; trying again."));
    }

    @Test
    void fiftyTextsAtOnceDoNotHoldUpFrames() throws Exception {
        for (int i = 0; i < 60; i++) {
            publish(AnswerEvents.asked("r" + i, "Prompt " + i));
        }
        await().until(() -> cards() == 50);
        Thread load = new Thread(() -> stream(10, 4_000));
        double before = chromium.busySeconds();
        load.start();
        JsonNode frames =
                chromium.evaluate(
                        """
                        new Promise((done) => {
                          const gaps = [];
                          let last = performance.now();
                          const end = last + 4000;
                          const frame = (now) => {
                            gaps.push(now - last);
                            last = now;
                            if (now < end) requestAnimationFrame(frame); else done(gaps.sort((a, b) => a - b));
                          };
                          requestAnimationFrame(frame);
                        })""");
        load.join();
        double median = frames.get(frames.size() / 2).asDouble();
        double late = frames.get(frames.size() * 95 / 100).asDouble();
        System.out.printf(
                "50 streams: %d frames in 4 s, median %.1f ms, 95 %% within %.1f ms, longest %.1f ms;"
                        + " page busy %.0f %%%n",
                frames.size(),
                median,
                late,
                frames.get(frames.size() - 1).asDouble(),
                100 * (chromium.busySeconds() - before) / 4);
        // Generous: the machine may be busy. A page that lays out for each token takes seconds.
        assertThat(late).isLessThan(200);
        await().until(() -> chromium.text("pending.events.length").equals("0"));
        assertThat(chromium.evaluate("[...streams.all.values()].map(s => s.text(0).tokens)"))
                .allMatch(tokens -> tokens.asInt() == stepsOf(4_000));
    }

    @Test
    void fitsOnAPhone() throws Exception {
        publish(
                AnswerEvents.asked(
                        "a", "A prompt that is long enough to be cut at the end of its line"));
        publish(AnswerEvents.of(Answers.delta("a", 0, 1, 0, "x".repeat(500))));
        publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample(1, "why".repeat(100))));
        chromium.size(360, 700, true);
        await().until(() -> cards() == 1);
        assertThat(
                        chromium.text(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo("0");
    }

    /** Grows the texts r10 to r59, round by round. */
    private void stream(int from, int milliseconds) {
        for (int step = 0; step < stepsOf(milliseconds); step++) {
            for (int i = from; i < from + 50; i++) {
                publish(delta("r" + i, step, " word" + step + "|draft|0." + step % 10));
            }
            pause();
        }
    }

    private static int stepsOf(int milliseconds) {
        return milliseconds / 50;
    }

    /** The load's pace: twenty tokens a second for each text. */
    private static void pause() {
        long until = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private void publish(PageEvent event) {
        broadcast.publish(event);
    }

    private static int cards() throws Exception {
        return Integer.parseInt(chromium.text("document.querySelectorAll('.card').length"));
    }

    private static String texts() throws Exception {
        return chromium.text(
                "[...document.querySelectorAll('.text')].map(t => t.textContent).join('|')");
    }

    private static String noticed() throws Exception {
        return chromium.text("document.getElementById('notice').textContent");
    }

    /** A delta whose tokens are given as {@code text|by|p}. */
    private static PageEvent delta(String id, int position, String... tokens) {
        ObjectNode delta = JSON.createObjectNode();
        ArrayNode trace = JSON.createArrayNode();
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            int p = token.lastIndexOf('|');
            int by = token.lastIndexOf('|', p - 1);
            ObjectNode told = trace.addObject();
            told.put("text", token.substring(0, by)).put("by", token.substring(by + 1, p));
            if (p + 1 < token.length()) {
                told.put("p", Double.parseDouble(token.substring(p + 1)));
            }
            text.append(token, 0, by);
        }
        delta.put("request_id", id).put("first_position", position).put("tokens", tokens.length);
        delta.put("text", text.toString()).putObject("speculation").set("trace", trace);
        return PageEvent.of(PageEvent.Kind.DELTA, delta);
    }

    /** The same, and where its text begins. */
    private static PageEvent delta(String id, int position, int character, String... tokens)
            throws IOException {
        ObjectNode delta = (ObjectNode) JSON.readTree(delta(id, position, tokens).data());
        return PageEvent.of(PageEvent.Kind.DELTA, delta.put("first_character", character));
    }

    /** One without a trace. */
    private static PageEvent plain(
            String id, int position, int character, int tokens, String text) {
        ObjectNode delta = JSON.createObjectNode().put("request_id", id).put("text", text);
        delta.put("first_position", position).put("tokens", tokens);
        return PageEvent.of(PageEvent.Kind.DELTA, delta.put("first_character", character));
    }

    private static ObjectNode sample(long t, String reason) {
        ObjectNode sample = JSON.createObjectNode().put("t", t).put("state", "RUNNING");
        sample.put("running", 1).put("waiting", 0).put("generated", 10).put("pressure", "idle");
        sample.put("arm", "draft_target").put("candidates", 2.5).putObject("stages");
        sample.putObject("plan").put("sequence", 1).put("reason", reason);
        return sample;
    }
}
