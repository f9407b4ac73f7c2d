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

/**
 * Jinja's default {@code Undefined}: prints nothing, is false, has no items, and fails in every
 * other operation.
 *
 * @param message what those operations say
 */
public record Undefined(String message) {

    /** What a name or expression stands for that nobody defined. */
    public static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /** An attribute or item that a value does not have. */
    public static Undefined of(Object owner, Object key) {
        String type = owner == None.NONE ? "None" : Values.typeName(owner) + " object";
        return new Undefined(
                Values.isText(key)
                        ? "'" + type + "' has no attribute " + Printing.repr(key)
                        : type + " has no element " + Printing.repr(key));
    }

    /** An attribute that the sandbox hides. */
    public static Undefined unsafe(Object owner, String name) {
        return new Undefined(
                "access to attribute '%s' of '%s' object is unsafe."
                        .formatted(name, Values.typeName(owner)));
    }

    /** Fails, as an operation on this value does. */
    public TemplateFailedException fail() {
        return new TemplateFailedException(message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
