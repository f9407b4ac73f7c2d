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
package io.pyramidion.benchmarks.templates;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.engine.template.interpreter.Template;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.TemplateRaisedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.time.Clock;
import java.util.Map;

/**
 * What comes of a template here.
 *
 * @param kind which of Python's results it may equal
 * @param text the prompt or the message
 */
record Rendered(Kind kind, String text) {

    enum Kind {
        EXPECTED,
        RAISED,
        FAILED,
        REFUSED
    }

    static Rendered of(String source, Map<String, Object> variables, Clock clock) {
        try {
            return new Rendered(Kind.EXPECTED, Template.compile(source).render(variables, clock));
        } catch (TemplateRaisedException e) {
            return new Rendered(Kind.RAISED, e.getMessage());
        } catch (TemplateFailedException e) {
            return new Rendered(Kind.FAILED, e.getMessage());
        } catch (UnsupportedTemplateException e) {
            return new Rendered(Kind.REFUSED, e.getMessage());
        }
    }

    /**
     * Compares with what Python makes of it: {@code expected} text, the message {@code raised}, an
     * {@code error}, or text with an {@code address} in it.
     */
    Verdict against(JsonNode python) {
        if (python.has("expected") || python.has("raised")) {
            Kind wanted = python.has("expected") ? Kind.EXPECTED : Kind.RAISED;
            String text = python.path(python.has("expected") ? "expected" : "raised").textValue();
            if (kind == wanted && this.text.equals(text)) {
                return Verdict.EQUAL;
            }
            return kind == Kind.REFUSED ? Verdict.REFUSED : Verdict.DIFFERENT;
        }
        boolean failsToo = kind == Kind.FAILED && python.has("error");
        return failsToo || kind == Kind.REFUSED ? Verdict.NEITHER : Verdict.DIFFERENT;
    }
}
