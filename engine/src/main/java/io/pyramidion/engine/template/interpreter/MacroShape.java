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
package io.pyramidion.engine.template.interpreter;

import java.util.List;

/**
 * A macro as it is written.
 *
 * @param name empty for the body of a {@code call}
 * @param scope its variables
 * @param parameters their names
 * @param defaults of the last parameters
 * @param specials what else it takes
 * @param body what it writes
 */
record MacroShape(
        String name,
        ScopeShape scope,
        List<String> parameters,
        List<Evaluator> defaults,
        Specials specials,
        Action body) {}
