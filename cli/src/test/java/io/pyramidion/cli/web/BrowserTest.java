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
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class BrowserTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Broadcast broadcast = new Broadcast();
    private final Browser browser = broadcast.join(0).orElseThrow();

    @Test
    void getsWhatIsPublishedInOrder() throws InterruptedException {
        publish(PageEvent.Kind.DELTA, "a");
        publish(PageEvent.Kind.RESULT, "b");
        assertThat(taken())
                .isEqualTo(
                        "id: 1\nevent: delta\ndata: {\"text\":\"a\"}\n\n"
                                + "id: 2\nevent: result\ndata: {\"text\":\"b\"}\n\n");
        assertThat(taken()).isEmpty();
    }

    @Test
    void aSlowOneLosesDeltasAndIsToldHowMany() throws InterruptedException {
        String text = "x".repeat(Browser.CAPACITY / 100);
        for (int i = 0; i < 200; i++) {
            publish(PageEvent.Kind.DELTA, text);
        }
        publish(PageEvent.Kind.RESULT, "the end");
        String taken = taken();
        assertThat(taken.length()).isLessThan(Browser.CAPACITY);
        long came = taken.lines().filter("event: delta"::equals).count();
        assertThat(came).isBetween(60L, 75L);
        assertThat(taken)
                .contains("{\"text\":\"the end\"}")
                .endsWith("event: left_out\ndata: {\"count\":%d}\n\n".formatted(200 - came));
        publish(PageEvent.Kind.DELTA, "again");
        assertThat(taken()).contains("again").doesNotContain("left_out");
    }

    @Test
    void resultsToo() throws InterruptedException {
        String text = "x".repeat(Browser.CAPACITY / 10);
        for (int i = 0; i < 20; i++) {
            publish(PageEvent.Kind.RESULT, text);
        }
        assertThat(taken()).endsWith("event: left_out\ndata: {\"count\":11}\n\n");
    }

    @Test
    void oneThatComesLaterGetsWhatIsKept() throws InterruptedException {
        publish(PageEvent.Kind.DELTA, "a");
        publish(PageEvent.Kind.SAMPLE, "b");
        publish(PageEvent.Kind.DELTA, "c");
        Browser later = broadcast.join(0).orElseThrow();
        assertThat(taken(later).lines().filter(line -> line.startsWith("id: ")))
                .containsExactly("id: 1", "id: 2", "id: 3");
        Browser back = broadcast.join(2).orElseThrow();
        assertThat(taken(back).lines().filter(line -> line.startsWith("id: ")))
                .containsExactly("id: 3");
    }

    @Test
    void theLatestAreKeptAndNoMoreThanFit() throws InterruptedException {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            publish(PageEvent.Kind.RESULT, text);
        }
        String taken = taken(broadcast.join(0).orElseThrow());
        assertThat(taken.length()).isBetween(900_000, 1 << 20);
        assertThat(taken).contains("id: 100\n").doesNotContain("left_out");
    }

    @Test
    void closingEndsEveryStream() throws InterruptedException {
        broadcast.close();
        assertThat(browser.take(LONG)).isEmpty();
        assertThat(broadcast.join(0)).isEmpty();
    }

    private void publish(PageEvent.Kind kind, String text) {
        broadcast.publish(
                PageEvent.of(kind, JsonNodeFactory.instance.objectNode().put("text", text)));
    }

    private String taken() throws InterruptedException {
        return taken(browser);
    }

    private static String taken(Browser browser) throws InterruptedException {
        return new String(browser.take(AT_ONCE).orElseThrow(), StandardCharsets.UTF_8);
    }
}
