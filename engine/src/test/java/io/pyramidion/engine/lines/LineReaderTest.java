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
package io.pyramidion.engine.lines;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineReaderTest {

    @TempDir private Path folder;

    @Test
    void readsTheLinesOfAFileWithTheirNumbersAndPlaces() throws IOException {
        Path file = Files.writeString(folder.resolve("tales.txt"), "Once\nupon é\na time\n");
        try (LineReader reader = LineReader.open(file)) {
            Line first = reader.next().orElseThrow();
            Line second = reader.next().orElseThrow();
            Line third = reader.next().orElseThrow();
            assertThat(first.text()).isEqualTo("Once");
            assertThat(second.text()).isEqualTo("upon é");
            assertThat(second.where()).isEqualTo(file + ", line 2");
            assertThat(third.number()).isEqualTo(3);
            assertThat(third.offset()).isEqualTo(13);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void endsLinesAtLineFeedsAlone() {
        assertThat(read("a\r\nb\rc\u2028d\u0085e\r\n")).containsExactly("a", "b\rc\u2028d\u0085e");
    }

    @Test
    void needsNoLastLineFeedAndLeavesBlankLinesOut() {
        assertThat(read("\n  \r\n\na\n\t\n\nb")).containsExactly("a", "b");
        assertThat(read("")).isEmpty();
        assertThat(read("\r\n")).isEmpty();
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOnly() {
        assertThat(read("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
        assertThat(read("\uFEFF")).isEmpty();
    }

    @Test
    void handsABadLineOverAndGoesOnBehindIt() {
        LineReader reader =
                reader("a\ncaf\u00e9 au lait\nb\n\0\nc".getBytes(StandardCharsets.ISO_8859_1), 100);

        assertThat(reader.next().orElseThrow().text()).isEqualTo("a");
        Line latin = reader.next().orElseThrow();
        assertThat(latin.fault().orElseThrow())
                .hasMessage("f, line 2 has byte 0xe9 at offset 3; allowed: valid UTF-8");
        assertThatThrownBy(latin::text).isInstanceOf(LineException.class);
        assertThat(reader.next().orElseThrow().text()).isEqualTo("b");
        assertThat(reader.next().orElseThrow().fault().orElseThrow())
                .hasMessage("f, line 4 has a NUL character at offset 0; allowed: text");
        Line last = reader.next().orElseThrow();
        assertThat(last.text()).isEqualTo("c");
        assertThat(last.offset()).isEqualTo(19);
    }

    @Test
    void refusesCharactersThatAreCutOff() {
        LineReader reader = reader(new byte[] {(byte) 0xC3, '\n', (byte) 0xC3}, 100);
        assertThat(reader.next().orElseThrow().fault()).isPresent();
        assertThat(reader.next().orElseThrow().fault()).isPresent();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void refusesAFileInUtf16() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThatThrownBy(() -> reader("\uFEFFa\n".getBytes(charset), 100).next())
                    .isInstanceOf(LineException.class)
                    .hasMessage("f is in UTF-16; allowed: UTF-8");
            Line withoutMark = reader("a".getBytes(charset), 100).next().orElseThrow();
            assertThat(withoutMark.fault().orElseThrow()).hasMessageContaining("NUL");
        }
    }

    @Test
    void boundsALineInBytes() {
        assertThat(texts(reader("12345\r\n12345".getBytes(StandardCharsets.UTF_8), 5)))
                .containsExactly("12345", "12345");
        for (String tooLong : List.of("123456", "123456\r", "1234567", "ééé")) {
            byte[] bytes = (tooLong + "\nnext").getBytes(StandardCharsets.UTF_8);
            LineReader reader = reader(bytes, 5);
            assertThat(reader.next().orElseThrow().fault().orElseThrow())
                    .hasMessageMatching("f, line 1 has [67] bytes; allowed: at most 5");
            assertThat(reader.next().orElseThrow().text()).isEqualTo("next");
        }
    }

    @Test
    void passesALineOf100MegabytesInLittleMemory() {
        long size = 100_000_000;
        LineReader reader = new LineReader(new Blanks(size), "f");
        long before = allocated();
        assertThat(reader.next().orElseThrow().fault().orElseThrow())
                .hasMessage("f, line 1 has 100000000 bytes; allowed: at most 16777216");
        assertThat(allocated() - before).isLessThan(size);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void readsTheSameHoweverTheStreamIsCut() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String line = "é".repeat(random.nextInt(200)) + i;
            expected.add(line);
            text.append(line).append(random.nextBoolean() ? "\r\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        InputStream dripping =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, 1 + random.nextInt(length));
                    }
                };
        assertThat(texts(new LineReader(dripping, "f"))).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> LineReader.open(folder.resolve("none")))
                .isInstanceOf(LineException.class)
                .hasMessage("there is no file " + folder.resolve("none"));
        assertThatThrownBy(() -> LineReader.open(folder))
                .isInstanceOf(LineException.class)
                .hasMessage(folder + " is a directory; allowed: a file");
    }

    private static List<String> read(String text) {
        return texts(reader(text.getBytes(StandardCharsets.UTF_8), 1000));
    }

    private static List<String> texts(LineReader reader) {
        List<String> texts = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            texts.add(line.get().text());
        }
        return texts;
    }

    private static LineReader reader(byte[] bytes, int maxBytes) {
        return new LineReader(new ByteArrayInputStream(bytes), "f", maxBytes);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** So many spaces, of which none is kept. */
    private static final class Blanks extends InputStream {

        private long left;

        Blanks(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + count, (byte) ' ');
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}
