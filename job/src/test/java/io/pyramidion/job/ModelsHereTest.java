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
package io.pyramidion.job;

import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelsHereTest {

    private static final String MODEL =
            Path.of(System.getProperty("pyramidion.root"), "models/draft").toString();

    @TempDir private Path folder;

    @Test
    void findsModelsAndNamesTheOptionWhoseDirectoryHoldsNone() {
        assertThatCode(() -> ModelsHere.check(settings(MODEL, MODEL))).doesNotThrowAnyException();
        String none = folder.resolve("none").toString();
        assertThatThrownBy(() -> ModelsHere.check(settings(none, MODEL)))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.model.target is %s; allowed: the directory of a Hugging Face model (%1$s is not a directory)",
                        none);
        assertThatThrownBy(() -> ModelsHere.check(settings(MODEL, folder.toString())))
                .hasMessage(
                        "pyramidion.model.draft is %s; allowed: the directory of a Hugging Face model (%1$s/config.json is missing)",
                        folder);
    }

    private static Settings settings(String target, String draft) {
        return SettingsLoader.load(
                "--model.target=" + target,
                "--model.draft=" + draft,
                "--kafka.bootstrap-servers=localhost:1");
    }
}
