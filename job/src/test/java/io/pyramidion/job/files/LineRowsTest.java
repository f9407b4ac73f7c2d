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
package io.pyramidion.job.files;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineRowsTest {

    @Test
    void readsLinesAndCallsThemByTheirNumbers() throws IOException {
        assertThat(read("one\n\n \t\r\ntwo\r\nthree", 100))
                .containsExactly("1 one", "4 two", "5 three");
    }

    @Test
    void leavesOutAByteOrderMark() throws IOException {
        assertThat(read("\uFEFF{}\n\uFEFF{}", 100)).containsExactly("1 {}", "2 \uFEFF{}");
    }

    @Test
    void aTextWithoutLinesHasNone() throws IOException {
        assertThat(read("", 100)).isEmpty();
        assertThat(read("\n\n", 100)).isEmpty();
    }

    @Test
    void keepsOfALineThatIsTooLongOnlyWhatShowsThatItIs() throws IOException {
        assertThat(read("x".repeat(200_000) + "\nnext", 10))
                .containsExactly("1 " + "x".repeat(11), "2 next");
    }

    @Test
    void readsLinesThatCrossItsBuffer() throws IOException {
        String line = "y".repeat((1 << 16) - 1);
        assertThat(read(line + "\n" + line + "\nend", 1 << 20))
                .containsExactly("1 " + line, "2 " + line, "3 end");
    }

    @Test
    void aLineThatIsNoTextIsARowLikeAnyOther() throws IOException {
        byte[] latin = "a\ncaf\u00e9\r\n\0\nb".getBytes(StandardCharsets.ISO_8859_1);
        List<byte[]> rows = new ArrayList<>();
        try (Rows lines = new LineRows(new ByteArrayInputStream(latin), "f", 100)) {
            while (lines.next()) {
                rows.add(lines.row());
            }
        }
        assertThat(rows)
                .containsExactly(
                        new byte[] {'a'},
                        new byte[] {'c', 'a', 'f', (byte) 0xE9},
                        new byte[] {0},
                        new byte[] {'b'});
    }

    @Test
    void aTextInUtf16IsRefusedAsAWhole() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            InputStream in = new ByteArrayInputStream("\uFEFF{}\n{}".getBytes(charset));
            assertThatThrownBy(() -> read(in, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessage("f is in UTF-16; allowed: UTF-8");
        }
    }

    @Test
    void readsPackedTextsThatWereAppendedToOneAnother() throws IOException {
        for (Compression compression : Compression.values()) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            for (String part : List.of("a\nb\n", "c\n")) {
                try (OutputStream out = compression.packed(new Unclosed(file))) {
                    out.write(part.getBytes(StandardCharsets.UTF_8));
                }
            }
            InputStream in = compression.unpacked(new ByteArrayInputStream(file.toByteArray()));
            assertThat(read(in, 100)).as("%s", compression).containsExactly("1 a", "2 b", "3 c");
        }
    }

    private static List<String> read(String text, int longest) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    }

    private static List<String> read(InputStream in, int longest) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Rows rows = new LineRows(in, "f", longest)) {
            while (rows.next()) {
                lines.add(rows.line() + " " + new String(rows.row(), StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    /** Packing ends its own part and leaves the file open. */
    private static final class Unclosed extends java.io.FilterOutputStream {

        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
