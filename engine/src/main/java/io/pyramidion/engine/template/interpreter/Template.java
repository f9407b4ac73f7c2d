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

import io.pyramidion.engine.template.syntax.Statement;
import io.pyramidion.engine.template.syntax.Syntax;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.TemplateRaisedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A template of Jinja, set up as transformers sets it up. It renders what Python renders, or
 * refuses by name what it does not support. Reaches no Java class, no file and no other template,
 * and ends within the bounds of {@link Rendering}. Immutable and thread-safe.
 */
public final class Template {

    private final Names names;
    private final Action body;

    private Template(Names names, Action body) {
        this.names = names;
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @throws UnsupportedTemplateException for what is not Jinja or not supported, with its line
     */
    public static Template compile(String source) {
        try {
            List<Statement> statements = Syntax.parse(source);
            Names names = Names.root();
            new NameAnalysis(names).visit(statements);
            return new Template(names, new StatementCompiler(names).compile(statements));
        } catch (StackOverflowError e) {
            throw new UnsupportedTemplateException("nested too deep");
        }
    }

    /**
     * Renders it.
     *
     * @param variables by name: null, booleans, numbers, texts, and lists and maps of them
     * @param clock for {@code strftime_now}
     * @throws TemplateRaisedException if the template calls {@code raise_exception}
     * @throws TemplateFailedException if it fails as it fails in Python, with the line
     * @throws UnsupportedTemplateException if it needs what is not supported, with the line
     */
    public String render(Map<String, Object> variables, Clock clock) {
        Map<String, Object> values = new HashMap<>(Functions.all(clock));
        variables.forEach((name, value) -> values.put(name, Values.of(value)));
        Rendering rendering = new Rendering(values);
        try {
            Output output = new Output(rendering);
            body.run(new Scope(rendering, null, names), output);
            return output.text();
        } catch (TemplateFailedException e) {
            throw new TemplateFailedException("line " + rendering.line() + ": " + e.getMessage());
        } catch (UnsupportedTemplateException e) {
            throw Syntax.error(rendering.line(), e.getMessage());
        } catch (StackOverflowError e) {
            throw Syntax.error(rendering.line(), "nested too deep");
        } catch (ArithmeticException | ClassCastException e) {
            // Python's integers have no limit, and its names may change their type on the way.
            throw Syntax.error(
                    rendering.line(),
                    "a number or a value beyond what is supported: " + e.getMessage());
        }
    }
}
