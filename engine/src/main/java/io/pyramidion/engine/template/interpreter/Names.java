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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of one scope, and what each holds when the scope begins. Jinja decides this before
 * it runs a template, and so a variable that is set anywhere in a scope may hide what is outside.
 */
final class Names {

    /** What a variable holds when its scope begins. */
    private enum Start {
        /** What the scope is given: a parameter or the item of a loop. */
        GIVEN,
        /** What the caller of the template gives, or a function. */
        CONTEXT,
        /** What the variable of the same name in the scope around holds. */
        OUTER,
        /** Nothing. */
        NOTHING
    }

    private final Names parent;
    private final Map<String, Integer> slots;
    private final Map<String, Start> starts;
    private final Set<String> stored;

    private Names(
            Names parent,
            Map<String, Integer> slots,
            Map<String, Start> starts,
            Set<String> stored) {
        this.parent = parent;
        this.slots = slots;
        this.starts = starts;
        this.stored = stored;
    }

    static Names root() {
        return new Names(null, new HashMap<>(), new LinkedHashMap<>(), new HashSet<>());
    }

    /** A scope in this one. */
    Names inner() {
        return new Names(this, new HashMap<>(), new LinkedHashMap<>(), new HashSet<>());
    }

    /** A branch of a condition, which is no scope of its own. */
    Names branch() {
        return new Names(parent, slots, new LinkedHashMap<>(starts), new HashSet<>(stored));
    }

    /** A variable that the scope is given. */
    void declare(String name) {
        stored.add(name);
        start(name, Start.GIVEN);
    }

    /** A variable is set here. */
    void store(String name) {
        stored.add(name);
        if (!starts.containsKey(name)) {
            start(name, isOutside(name) ? Start.OUTER : Start.NOTHING);
        }
    }

    /** A variable is read here. */
    void load(String name) {
        if (!starts.containsKey(name) && !isOutside(name)) {
            start(name, Start.CONTEXT);
        }
    }

    /** What is set in some branches only keeps its outer value in the others. */
    void merge(List<Names> branches) {
        Set<String> set = new HashSet<>();
        branches.forEach(branch -> set.addAll(branch.stored));
        set.removeAll(stored);
        for (Names branch : branches) {
            starts.putAll(branch.starts);
            stored.addAll(branch.stored);
        }
        set.forEach(name -> start(name, isOutside(name) ? Start.OUTER : Start.CONTEXT));
    }

    private void start(String name, Start start) {
        slots.putIfAbsent(name, slots.size());
        starts.put(name, start);
    }

    private boolean isOutside(String name) {
        return parent != null && parent.place(name).isPresent();
    }

    /**
     * Where a variable is.
     *
     * @param hops scopes outwards
     * @param slot its place there
     */
    record Place(int hops, int slot) {}

    /** Where a name of this scope or of one around it is; empty if the name is in none. */
    Optional<Place> place(String name) {
        int hops = 0;
        for (Names names = this; names != null; names = names.parent) {
            if (names.starts.containsKey(name)) {
                return Optional.of(new Place(hops, names.slots.get(name)));
            }
            hops++;
        }
        return Optional.empty();
    }

    int size() {
        return slots.size();
    }

    /** What is to be done when the scope begins. */
    List<Beginning> beginnings() {
        List<Beginning> beginnings = new ArrayList<>();
        starts.forEach(
                (name, start) -> {
                    int slot = slots.get(name);
                    if (start == Start.CONTEXT) {
                        beginnings.add(scope -> scope.set(slot, scope.rendering().variable(name)));
                    } else if (start == Start.OUTER) {
                        Place outer = parent.place(name).orElseThrow();
                        beginnings.add(
                                scope ->
                                        scope.set(
                                                slot,
                                                scope.parent().get(outer.hops(), outer.slot())));
                    }
                });
        return beginnings;
    }

    /** Fills a variable of a new scope. */
    @FunctionalInterface
    interface Beginning {
        void begin(Scope scope);
    }
}
