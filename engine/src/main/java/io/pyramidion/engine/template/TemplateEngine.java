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

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.expression.ExpressionStrategy;
import com.hubspot.jinjava.mode.ExecutionMode;
import com.hubspot.jinjava.tree.output.RenderedOutputNode;
import com.hubspot.jinjava.tree.parse.ExpressionToken;

import java.util.Map;

/**
 * Jinjava, set up to agree with Jinja as transformers runs it. Values are never taken for templates
 * themselves, so a message cannot inject one. Thread-safe.
 */
final class TemplateEngine {

    private static final Jinjava JINJAVA = create();

    private TemplateEngine() {}

    /**
     * Renders a template made by {@link TemplateSource}.
     *
     * @throws TemplateRaisedException if the template calls {@code raise_exception}
     * @throws UnsupportedTemplateException if anything in it cannot be rendered
     */
    static String render(String template, Map<String, Object> variables) {
        RenderResult result = JINJAVA.renderForResult(template, variables);
        if (result.hasErrors()) {
            throw refusal(result.getErrors().get(0));
        }
        return result.getOutput();
    }

    private static RuntimeException refusal(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateRaisedException raised) {
                return raised;
            }
            if (cause instanceof UnsupportedTemplateException unsupported) {
                return unsupported;
            }
        }
        return new UnsupportedTemplateException(error.getMessage());
    }

    private static Jinjava create() {
        LegacyOverrides likePython =
                LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withKeepNullableLoopValues(true)
                        .build();
        Jinjava jinjava =
                new Jinjava(
                        JinjavaConfig.newBuilder()
                                .withLegacyOverrides(likePython)
                                .withNestedInterpretationEnabled(false)
                                .withFailOnUnknownTokens(false)
                                .withElResolver(new TemplateMethods())
                                .withExecutionMode(new PythonOutput())
                                .build());
        jinjava.registerTag(new TemplateLoop());
        jinjava.registerFunction(TemplateFunctions.raise());
        jinjava.registerFunction(TemplateFunctions.now());
        jinjava.registerFilter(TemplateFilter.trim());
        jinjava.registerFilter(TemplateFilter.first());
        jinjava.registerFilter(TemplateFilter.last());
        jinjava.registerFilter(TemplateFilter.length("length"));
        jinjava.registerFilter(TemplateFilter.length("count"));
        jinjava.registerFilter(TemplateFilter.string());
        jinjava.registerFilter(TemplateFilter.items());
        jinjava.registerFilter(TemplateFilter.toJson());
        TemplateFilter.LACKING.stream()
                .map(TemplateFilter::lacking)
                .forEach(jinjava::registerFilter);
        return jinjava;
    }

    /** Writes the values of expressions as Python does. */
    private static final class PythonOutput implements ExecutionMode, ExpressionStrategy {

        private static final long serialVersionUID = 1L;

        @Override
        public void prepareContext(Context context) {
            context.setExpressionStrategy(this);
        }

        @Override
        public RenderedOutputNode interpretOutput(
                ExpressionToken token, JinjavaInterpreter interpreter) {
            Object value = interpreter.resolveELExpression(token.getExpr(), token.getLineNumber());
            return new RenderedOutputNode(PythonValues.text(value));
        }
    }
}
