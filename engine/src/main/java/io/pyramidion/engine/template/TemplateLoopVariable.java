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
package io.pyramidion.engine.template;

import com.hubspot.jinjava.util.ForLoop;

import java.util.List;

/**
 * The {@code loop} of a {@code for} under way, with the items next to the current one. Public only
 * because jinjava reflects.
 */
public final class TemplateLoopVariable extends ForLoop {

    private final List<Object> items;

    TemplateLoopVariable(List<Object> items) {
        super(items.iterator(), items.size());
        this.items = items;
    }

    /** The item before; null in the first turn. */
    public Object getPrevitem() {
        return getIndex0() > 0 ? items.get(getIndex0() - 1) : null;
    }

    /** The item to come; null in the last turn. */
    public Object getNextitem() {
        return getIndex() < items.size() ? items.get(getIndex()) : null;
    }
}
