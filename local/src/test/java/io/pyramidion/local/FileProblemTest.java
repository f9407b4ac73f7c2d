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
package io.pyramidion.local;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FileProblemTest {

    @TempDir private Path folder;

    @Test
    void saysWhatIsWrongAndNotThePathAlone() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(words(() -> Files.readString(folder.resolve("none"))))
                .isEqualTo("no such file or folder");
        assertThat(words(() -> Files.createFile(file))).isEqualTo("it exists already");
        assertThat(words(() -> Files.createDirectories(file.resolve("below"))))
                .isNotBlank()
                .doesNotStartWith("/");
        assertThat(words(() -> Files.newDirectoryStream(file))).isEqualTo("not a folder");
        assertThat(words(() -> Files.deleteIfExists(folder) ? "" : ""))
                .isEqualTo("the folder is not empty");
    }

    @Test
    void anyOtherProblemIsToldInItsOwnWords() {
        assertThat(FileProblem.words(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileProblem.words(new IOException())).isEqualTo("java.io.IOException");
    }

    private static String words(Callable<?> action) {
        return FileProblem.words(catchThrowableOfType(IOException.class, action::call));
    }
}
