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

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.ObjectTruthValue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Jinja's {@code for}: an {@code if} in it chooses the items before the loop counts them, and what
 * is set in one turn is gone in the next.
 */
final class TemplateLoop implements Tag {

    private static final long serialVersionUID = 1L;
    private static final String SEPARATOR = ";";

    /**
     * The tag as this class reads it: the variables, the length of the expression that gives the
     * items, and that expression followed by the condition, which may be empty.
     *
     * @throws UnsupportedTemplateException if it cannot be read
     */
    static String header(TemplateExpression tag) {
        int in = tag.indexOf("in");
        int condition = tag.indexOf("if");
        if (in < 0 || tag.indexOf("recursive") >= 0) {
            throw new UnsupportedTemplateException("\"recursive\" in a \"for\", or no \"in\"");
        }
        List<String> variables = new ArrayList<>(tag.part(0, in).words());
        variables.remove(0);
        variables.removeIf(word -> word.equals(","));
        for (String variable : variables) {
            if (!Character.isJavaIdentifierStart(variable.charAt(0))) {
                throw new UnsupportedTemplateException("\"" + variable + "\" in a \"for\"");
            }
        }
        int end = condition < 0 ? tag.size() : condition;
        String items = tag.part(in + 1, end).rewritten();
        String chosen = condition < 0 ? "" : tag.part(condition + 1, tag.size()).rewritten();
        String length = String.valueOf(items.length());
        return String.join(SEPARATOR, String.join(",", variables), length, items + chosen);
    }

    @Override
    public String getName() {
        return ForTag.TAG_NAME;
    }

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        String[] header = tag.getHelpers().strip().split(SEPARATOR, 3);
        List<String> variables = List.of(header[0].split(","));
        int length = Integer.parseInt(header[1]);
        String condition = header[2].substring(length);
        Object items =
                interpreter.resolveELExpression(
                        header[2].substring(0, length), tag.getLineNumber());
        List<Object> chosen = new ArrayList<>();
        for (Object item : items(items)) {
            if (condition.isEmpty() || holds(condition, tag, interpreter, variables, item)) {
                chosen.add(item);
            }
        }
        return render(tag, interpreter, variables, new TemplateLoopVariable(chosen));
    }

    private static String render(
            TagNode tag,
            JinjavaInterpreter interpreter,
            List<String> variables,
            TemplateLoopVariable loop) {
        StringBuilder text = new StringBuilder();
        while (loop.hasNext()) {
            interpreter.enterScope();
            try {
                interpreter.getContext().put(ForTag.LOOP, loop);
                assign(interpreter, variables, loop.next());
                for (Node node : tag.getChildren()) {
                    text.append(node.render(interpreter).getValue());
                    if (loop.isContinued()) {
                        break;
                    }
                }
            } finally {
                interpreter.leaveScope();
            }
        }
        return text.toString();
    }

    private static boolean holds(
            String condition,
            TagNode tag,
            JinjavaInterpreter interpreter,
            List<String> variables,
            Object item) {
        interpreter.enterScope();
        try {
            assign(interpreter, variables, item);
            return ObjectTruthValue.evaluate(
                    interpreter.resolveELExpression(condition, tag.getLineNumber()));
        } finally {
            interpreter.leaveScope();
        }
    }

    private static Collection<?> items(Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet();
        }
        if (value instanceof CharSequence text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        throw new UnsupportedTemplateException("a \"for\" over " + PythonValues.text(value));
    }

    private static void assign(
            JinjavaInterpreter interpreter, List<String> variables, Object item) {
        if (variables.size() == 1) {
            put(interpreter, variables.get(0), item);
            return;
        }
        List<?> values =
                item instanceof Map.Entry<?, ?> entry
                        ? Arrays.asList(entry.getKey(), entry.getValue())
                        : item instanceof List<?> list ? list : List.of();
        if (values.size() != variables.size()) {
            throw new UnsupportedTemplateException(
                    "a \"for\" with " + variables.size() + " variables over other items");
        }
        for (int i = 0; i < variables.size(); i++) {
            put(interpreter, variables.get(i), values.get(i));
        }
    }

    private static void put(JinjavaInterpreter interpreter, String variable, Object value) {
        Context context = interpreter.getContext();
        if (value == null && context.get(variable) != null) {
            // Jinjava would show the outer variable.
            throw new UnsupportedTemplateException(
                    "a \"for\" that sets \"" + variable + "\" to none, which is set outside");
        }
        context.put(variable, interpreter.wrap(value));
    }
}
