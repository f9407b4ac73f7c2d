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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A file of the page.
 *
 * @param type of its content
 */
record PageFile(String type, byte[] bytes) {

    /** By the names that they are asked for. */
    static final Map<String, PageFile> ALL =
            Map.of(
                    "", read("console.html", "text/html; charset=utf-8"),
                    "console.css", read("console.css", "text/css; charset=utf-8"),
                    "console.js", read("console.js", "text/javascript; charset=utf-8"),
                    "console.svg", read("console.svg", "image/svg+xml"));

    private static PageFile read(String name, String type) {
        try (InputStream file = PageFile.class.getResourceAsStream(name)) {
            return new PageFile(type, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
