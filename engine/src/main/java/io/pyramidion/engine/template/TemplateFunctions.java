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

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;

import java.time.ZonedDateTime;

/** The functions that transformers gives to templates. Public only because jinjava reflects. */
public final class TemplateFunctions {

    static final String RAISE = "raise_exception";
    static final String NOW = "strftime_now";

    private TemplateFunctions() {}

    static ELFunctionDefinition raise() {
        return new ELFunctionDefinition(
                "", RAISE, TemplateFunctions.class, "raiseException", String.class);
    }

    static ELFunctionDefinition now() {
        return new ELFunctionDefinition(
                "", NOW, TemplateFunctions.class, "formatNow", String.class);
    }

    /** Refuses the messages. */
    public static Object raiseException(String message) {
        throw new TemplateRaisedException(message);
    }

    /** The time of rendering, local, in a {@code strftime} format. */
    public static String formatNow(String format) {
        ZonedDateTime now = (ZonedDateTime) JinjavaInterpreter.getCurrent().getContext().get(NOW);
        return PythonTime.format(now, format);
    }
}
