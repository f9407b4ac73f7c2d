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

import io.pyramidion.job.options.OptionException;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ResultEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvRowsTest {

    private static final Columns COLUMNS =
            new Columns("question", "messages", "id", "session_id", "");
    private static final String HEADER = "id,question,price";

    @Test
    void answersARowAndKeepsItAsItIsWritten() throws IOException {
        String row = "7,\"Say \"\"Hi\"\", please\",\"001\"";

        MappedRow.Asked asked = asked(HEADER, row);

        assertThat(asked.request().getRequestId()).isEqualTo("7");
        assertThat(asked.request().getPrompt()).isEqualTo("Say \"Hi\", please");
        assertThat(file(HEADER, Results.answered("7", "Hi,\nyou", asked.columns())))
                .isEqualTo(
                        "id,question,price,text,finish_reason,prompt_tokens,completion_tokens,error\n"
                                + row
                                + ",\"Hi,\nyou\",stop,4,3,\n");
    }

    @Test
    void readsRowsOverLinesAndCallsThemByTheFirst() throws IOException {
        assertThat(rows("a,b\n1,\"x\n\ny\"\n\n2,5\" disk\n\"3\"\"\n\",z"))
                .containsExactly("2 1,\"x\n\ny\"", "6 2,5\" disk", "7 \"3\"\"\n\",z");
        assertThat(rows("a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n"))
                .containsExactly("2 1,\"x\r\ny\"", "4 2,z");
        assertThat(rows("a,b\r1,x\r2,y")).containsExactly("2 1,x", "3 2,y");
        assertThat(rows("a,b\n")).isEmpty();
    }

    @Test
    void readsRowsThatCrossItsBuffer() throws IOException {
        String row = "\"" + "y".repeat((1 << 16) - 3) + "\"";
        assertThat(rows("a\r\n" + row + "\r\n" + row + "\r\nend"))
                .containsExactly("2 " + row, "3 " + row, "4 end");
    }

    @Test
    void keepsOfARowThatIsTooLongOnlyWhatShowsThatItIs() throws IOException {
        List<byte[]> rows = new ArrayList<>();
        try (Rows csv = open("a\n" + "x".repeat(200_000) + "\nnext".repeat(2), 10)) {
            while (csv.next()) {
                rows.add(csv.row());
            }
        }
        assertThat(rows.get(0)).hasSizeBetween(11, 12);
        assertThat(rows).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void takesTheSeparatorOfTheHeader(String separator) throws IOException {
        String header = String.join(separator, "id", "\"question,;\t,;\t\"", "question");
        String row = String.join(separator, "1", "", "Where?");

        MappedRow.Asked asked = asked(header, row);

        assertThat(asked.request().getPrompt()).isEqualTo("Where?");
        assertThat(file(header, Results.answered("1", "a,b;c\td", asked.columns())))
                .endsWith(String.join(separator, "Where?", "\"a,b;c\td\"", "stop", "4", "3", "\n"));
    }

    @Test
    void writesTheMarkAndTheLineEndsThatTheFileHas() throws IOException {
        try (CsvRows csv = open("\uFEFF\"id\",question\r\n1,Where?\r\n", 100)) {
            assertThat(csv.header().names()).containsExactly("id", "question");
            csv.next();
            String file = file(csv.first(), Results.answered("1", "Here", csv.row()));
            assertThat(file).startsWith("\uFEFFid,question,text,").endsWith(",stop,4,3,\r\n");
            assertThat(file.lines()).hasSize(2);
        }
    }

    @Test
    void readsCellsAsTheirFieldsHaveThem() {
        String header =
                "question,max_tokens,temperature,ignore_eos,stop,stop_token_ids,slo,model,extra";
        String row = "12,5,0.5,TRUE,7,\"[1,2]\",\"{\"\"ttft_ms\"\":9}\",3,{";

        GenerationRequest request = asked(header, row).request();

        assertThat(request.getPrompt()).isEqualTo("12");
        assertThat(request.getMaxTokens()).isEqualTo(5);
        assertThat(request.getTemperature()).isEqualTo(0.5);
        assertThat(request.getIgnoreEos()).isTrue();
        assertThat(request.getStop()).containsExactly("7");
        assertThat(request.getStopTokenIds()).containsExactly(1, 2);
        assertThat(request.getSlo().getTtftMs()).isEqualTo(9);
        assertThat(request.getModel()).isEqualTo("3");
    }

    @Test
    void anEmptyCellLeavesItsFieldToTheDefaults() {
        CsvMapper mapper =
                new CsvMapper(
                        CsvHeader.of("question,max_tokens,id"),
                        COLUMNS,
                        RequestDefaults.parsed("{\"max_tokens\":9}"));

        MappedRow.Asked asked = (MappedRow.Asked) mapper.map(Results.utf8("a,,"), "in.csv:7");

        assertThat(asked.request().getMaxTokens()).isEqualTo(9);
        assertThat(asked.id()).isEqualTo("in.csv:7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1,a|1,a,|The row has 2 cells; allowed: 3, as many as there are columns",
                "1,a,2,3|1,a,2|The row has 4 cells; allowed: 3, as many as there are columns",
                "1,\"a,2|,,|The row is not CSV: ",
                "1,\"a\"b,2|,,|The row is not CSV: ",
            })
    void refusesARowAndStillWritesItBelowItsColumns(String row, String kept, String message)
            throws IOException {
        MappedRow.Refused refused =
                (MappedRow.Refused) mapper(HEADER).map(Results.utf8(row), "in.csv:7");

        assertThat(refused.error().getMessage()).startsWith(message);
        assertThat(new String(refused.columns(), StandardCharsets.UTF_8)).isEqualTo(kept);
        assertThat(file(HEADER, Results.refused(refused)))
                .contains("\n" + kept + ",,error,", "in.jsonl:7: The row");
    }

    @Test
    void refusesRowsThatAreNoText() {
        byte[] latin = "1,caf\u00e9,".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(((MappedRow.Refused) mapper(HEADER).map(latin, "x")).error().getMessage())
                .isEqualTo("The row has byte 0xe9 at offset 5; allowed: valid UTF-8");
        byte[] wide = new byte[RowMapper.LONGEST_ROW + 1];
        assertThat(((MappedRow.Refused) mapper(HEADER).map(wide, "x")).error().getMessage())
                .isEqualTo("The row is too long; allowed: at most 16777216 bytes");
    }

    @Test
    void refusesAFileWithoutNamesOfColumns() {
        assertThatThrownBy(() -> rows(""))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("f is empty; allowed: CSV with the names");
        assertThatThrownBy(() -> rows("\"a,b\n1,2\n")).hasMessageStartingWith("The first line: ");
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] bytes = "\uFEFFid,question".getBytes(charset);
            assertThatThrownBy(() -> new CsvRows(new ByteArrayInputStream(bytes), "f", 100))
                    .hasMessageStartingWith("f is in UTF-16; allowed: UTF-8");
        }
    }

    @Test
    void addsWhatIsAskedForAsJsonAndNoColumnTwice() throws IOException {
        ResultEnvelope result = Results.answered("1", "t", Results.utf8("a,2"));
        CsvResults results = results("question,n", "");
        assertThat(new String(results.chunk("out.csv", true, List.of()), StandardCharsets.UTF_8))
                .endsWith("completion_tokens,error,choices\n");
        assertThat(new String(results.row(result), StandardCharsets.UTF_8))
                .startsWith("a,2,t,stop,4,3,,");

        assertThatThrownBy(() -> results("question,text", ""))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("one that makes text another name");
        assertThat(results("question,text", "answer_").row(result)).isNotEmpty();
    }

    private static CsvResults results(String header, String prefix) {
        Columns columns = new Columns("question", "messages", "id", "session_id", prefix);
        return new CsvResults(CsvHeader.of(header), columns, RequestDefaults.parsed("{}"));
    }

    private static String file(String header, ResultEnvelope result) throws IOException {
        CsvResults results = results(header, "");
        byte[] chunk = results.chunk("out.csv", true, List.of(results.row(result)));
        return new String(chunk, StandardCharsets.UTF_8);
    }

    private static CsvMapper mapper(String header) {
        return new CsvMapper(CsvHeader.of(header), COLUMNS, RequestDefaults.parsed("{}"));
    }

    private static MappedRow.Asked asked(String header, String row) {
        return (MappedRow.Asked) mapper(header).map(Results.utf8(row), "in.csv:7");
    }

    private static CsvRows open(String text, int longest) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new CsvRows(new ByteArrayInputStream(bytes), "f", longest);
    }

    private static List<String> rows(String text) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Rows csv = open(text, 1 << 20)) {
            while (csv.next()) {
                rows.add(csv.line() + " " + new String(csv.row(), StandardCharsets.UTF_8));
            }
        }
        return rows;
    }
}
