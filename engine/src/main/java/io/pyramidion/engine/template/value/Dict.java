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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's {@code dict}: in the order of insertion, with keys that are equal as Python's are (1,
 * 1.0 and True are one key).
 */
public final class Dict {

    private final Map<Object, Map.Entry<Object, Object>> entries = new LinkedHashMap<>();
    private final Optional<String> written;

    /** One that holds nothing yet. */
    public Dict() {
        this(Optional.empty());
    }

    /**
     * One that holds nothing yet.
     *
     * @param written what stands for it where a template takes it for a text
     */
    Dict(Optional<String> written) {
        this.written = written;
    }

    /** What stands for it where a template takes it for a text, other than what Python prints. */
    public Optional<String> written() {
        return written;
    }

    /**
     * Adds or replaces a value. The first of equal keys stays.
     *
     * @throws TemplateFailedException if the key cannot be hashed
     */
    public void put(Object key, Object value) {
        entries.merge(
                hashable(key), Map.entry(key, value), (old, now) -> Map.entry(old.getKey(), value));
    }

    /** Adds what another holds. */
    public void putAll(Dict other) {
        other.entries().forEach(entry -> put(entry.getKey(), entry.getValue()));
    }

    /**
     * The value of a key.
     *
     * @throws TemplateFailedException if the key cannot be hashed
     */
    public Optional<Object> get(Object key) {
        Map.Entry<Object, Object> entry = entries.get(hashable(key));
        return entry == null ? Optional.empty() : Optional.of(entry.getValue());
    }

    public Collection<Map.Entry<Object, Object>> entries() {
        return entries.values();
    }

    public List<Object> keys() {
        List<Object> keys = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    public int size() {
        return entries.size();
    }

    /**
     * A Java value that equals another one where Python's keys are equal.
     *
     * @throws TemplateFailedException for lists and dicts
     */
    public static Object hashable(Object key) {
        if (key instanceof String || key instanceof Long) {
            return key;
        } else if (key instanceof SafeText safe) {
            return safe.text();
        } else if (key instanceof Boolean truth) {
            return truth ? 1L : 0L;
        } else if (key instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 0x1p62
                    ? (Object) number.longValue()
                    : number;
        } else if (key instanceof Tuple tuple) {
            return tuple.items().stream().map(Dict::hashable).toList();
        } else if (key instanceof List
                || key instanceof Dict
                || key instanceof DictView view && view.kind() != DictView.Kind.VALUES) {
            throw new TemplateFailedException("unhashable type: '" + Values.typeName(key) + "'");
        }
        return key;
    }
}
