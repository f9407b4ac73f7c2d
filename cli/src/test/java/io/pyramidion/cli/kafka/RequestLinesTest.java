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
package io.pyramidion.cli.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestLinesTest {

    @TempDir private Path folder;

    @Test
    void readsARequestOnEachLineAndNamesThoseWithoutAnId() throws IOException {
        List<GenerationRequest> requests =
                read(
                        "\uFEFF{'prompt':'a'}\r\n\r\n{'request_id':null,'prompt':'b'}\r\n"
                                + "{'request_id':'r','prompt':'c','metadata':null}",
                        "{}");

        assertThat(requests)
                .extracting(GenerationRequest::getPrompt)
                .containsExactly("a", "b", "c");
        assertThat(requests.get(2).getRequestId()).isEqualTo("r");
        assertThat(requests.get(2).getMetadata()).isEmpty();
        assertThat(requests)
                .extracting(GenerationRequest::getRequestId)
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'prompt':'a'}{'prompt':'b'} | : The value continues after its JSON object; allowed: nothing more
                    {'prompt':'a'},{'prompt':'b'} | : The value is not JSON: Unexpected character (',' (code 44))
                    {'prompt':'a','prompt':'b'} | : The value is not JSON: Duplicate field 'prompt'
                    {'prompt':'a','slo':{'shed':true,'shed':false}} | : The value is not JSON: Duplicate field 'shed'
                    ['a'] | : The value is not a JSON object; allowed: {...}
                    {'prompt':'a','temprature':1} | : Unknown field temprature; allowed: request_id, session_id
                    {'prompt':'a','max_tokens':1,'max_completion_tokens':2} | : max_tokens is 1 and max_completion_tokens is 2; allowed: one of them, or both alike
                    {'prompt':'é'} |  has byte 0xe9 at offset 11; allowed: valid UTF-8
                    {'prompt':'#'} |  has a NUL character at offset 11; allowed: text
                    """)
    void refusesALineNamingFileAndLine(String line, String message) {
        String text = "{'prompt':'x'}\n" + line.replace('#', '\0') + "\n";

        assertThatThrownBy(() -> read(text, "{}", StandardCharsets.ISO_8859_1))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(
                        file() + ", line 2" + (message.startsWith(":") ? "" : " ") + message);
    }

    @Test
    void optionsLeaveALineAloneThatSaysItInAnotherWay() throws IOException {
        List<GenerationRequest> requests =
                read(
                        "{'prompt':'a','max_completion_tokens':5}\n{'prompt':'b','max_tokens':null}\n"
                                + "{'prompt':'c','speculation':{'mode':'off'}}",
                        "{'max_tokens':64,'speculation':{'draft_length':2}}");

        assertThat(requests).extracting(GenerationRequest::getMaxTokens).containsExactly(5, 64, 64);
        assertThat(requests.get(2).getSpeculation().getMode()).isEqualTo("off");
        assertThat(requests)
                .allSatisfy(r -> assertThat(r.getSpeculation().getDraftLength()).isEqualTo(2));
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        ObjectNode nothing = new ObjectMapper().createObjectNode();
        assertThatThrownBy(() -> RequestLines.read(folder, nothing))
                .isInstanceOf(CommandException.class)
                .hasMessage(folder + " is a directory; allowed: a file");
        assertThatThrownBy(() -> RequestLines.read(folder.resolve("none"), nothing))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no file " + folder.resolve("none"));
    }

    private Path file() {
        return folder.resolve("requests.jsonl");
    }

    private List<GenerationRequest> read(String text, String fields) throws IOException {
        return read(text, fields, StandardCharsets.UTF_8);
    }

    private List<GenerationRequest> read(String text, String fields, Charset charset)
            throws IOException {
        Files.writeString(file(), text.replace('\'', '"'), charset);
        return RequestLines.read(
                file(), (ObjectNode) new ObjectMapper().readTree(fields.replace('\'', '"')));
    }
}
