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
package io.pyramidion.engine.template.value;

import java.util.Optional;

/** A value with attributes of its own: a namespace, a loop, a macro. */
public interface Attributed {

    /** The name of its type in messages. */
    String typeName();

    /** An attribute; empty if there is none of the name. */
    Optional<Object> attribute(String name);

    /** How it prints; empty where Python prints an address, which is refused. */
    Optional<String> repr();
}
