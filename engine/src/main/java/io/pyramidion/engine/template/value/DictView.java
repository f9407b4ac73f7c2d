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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code keys()}, {@code values()} and {@code items()} of a dict return.
 *
 * @param dict whose entries they are
 * @param kind which part of them
 */
public record DictView(Dict dict, Kind kind) {

    /** The parts, by the method that returns them. */
    public enum Kind {
        KEYS,
        VALUES,
        ITEMS
    }

    /** What the view holds now. */
    public List<Object> list() {
        List<Object> list = new ArrayList<>(dict.size());
        for (Map.Entry<Object, Object> entry : dict.entries()) {
            list.add(
                    switch (kind) {
                        case KEYS -> entry.getKey();
                        case VALUES -> entry.getValue();
                        case ITEMS -> Tuple.of(entry.getKey(), entry.getValue());
                    });
        }
        return list;
    }
}
