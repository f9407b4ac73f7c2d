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

import java.nio.charset.StandardCharsets;

/**
 * An event as browsers get it. The bytes are shared by all of them and never changed.
 *
 * @param id its number, from 1
 * @param spare whether others go first where there is little room
 */
record Frame(long id, boolean spare, byte[] bytes) {

    static Frame of(long id, PageEvent event) {
        return new Frame(
                id,
                event.kind() == PageEvent.Kind.DELTA,
                event.frame(id).getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return bytes.length;
    }
}
