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
package io.pyramidion.job.options;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Run with {@code -Dpyramidion.write-docs=true} to write the page. */
class OptionsPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("pyramidion.root"), "docs/operations/configuration.md");

    @Test
    void theConfigurationPageIsWhatTheOptionsSay() throws IOException {
        if (Boolean.getBoolean("pyramidion.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, OptionsPage.text());
        }

        assertThat(PAGE).hasContent(OptionsPage.text());
    }

    @Test
    void everyOptionHasADescriptionAndSaysWhatIsAllowed() {
        assertThat(OptionCatalogue.options())
                .allSatisfy(
                        option -> {
                            assertThat(OptionsPage.text()).contains(option.key());
                            assertThat(option.limit().words()).isNotBlank();
                            assertThat(option.configOption().description().getBlocks())
                                    .isNotEmpty();
                        });
    }
}
