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

import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A template neither reaches what is not its own nor goes on without end. */
class TemplateBoundsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %} ! more than 5000000 steps",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }} ! calls nested deeper than 100",
                "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %} ! calls nested deeper than 100",
                "{{ 'x' * 99999999999 }} ! a text of 99999999999 characters; allowed: up to 33554432",
                "{{ 'xy' * 9223372036854775807 }} ! a text of 9223372036854775807 characters",
                "{{ [1] * 99999999 }} ! a list of 99999999 items; allowed: up to 1000000",
                "{{ 'x'.center(99999999) }} ! a text of 99999999 characters",
                "{{ [1] | tojson(indent=101) }} ! tojson with an indent of 101; allowed: up to 100",
                "{{ '%99999d' % 1 }} ! a format of width or precision 99999",
                "{% set ns = namespace(t='x') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %} ! characters; allowed: up to 33554432",
                "{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %} ! items; allowed: up to 1000000",
                "{% set t = 'x' * 33554432 %}{{ t }}{{ t }}{{ t }} ! more than 67108864 characters",
                "{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }} ! nested too deep",
            })
    void endsWhatHasNoEnd(String template, String message) {
        assertThatThrownBy(() -> render(template, Map.of()))
                .isInstanceOf(UnsupportedTemplateException.class)
                .hasMessageStartingWith("line 1: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesTemplatesThatAreNestedTooDeep() {
        for (String open : new String[] {"(", "[", "not ", "-", "x if "}) {
            String template = "{{ " + open.repeat(5000) + "x";
            assertThatThrownBy(() -> Template.compile(template + "} }"))
                    .as(open)
                    .isInstanceOf(UnsupportedTemplateException.class);
        }
        assertThatThrownBy(() -> Template.compile("{% if x %}".repeat(5000)))
                .isInstanceOf(UnsupportedTemplateException.class)
                .hasMessageContaining("nested deeper than 100");
        assertThatThrownBy(() -> Template.compile("{{ 1" + "+1".repeat(50_000) + " }}"))
                .isInstanceOf(UnsupportedTemplateException.class)
                .hasMessageContaining("nested too deep");
    }

    @Test
    @Timeout(10)
    void splitsALongTextInTimeThatGrowsWithItsLength() {
        Map<String, Object> text = Map.of("x", " a\u2003bc".repeat(200_000));

        assertThat(render("{{ x.split() | length }} {{ x.rsplit(None, 300000) | length }}", text))
                .isEqualTo("400000 300001");
        assertThat(render("{{ ' a  b c '.split(None, 1) }}{{ ' a  b c '.rsplit(None, 1) }}", text))
                .isEqualTo("['a', 'b c '][' a  b', 'c']");
        assertThatThrownBy(() -> render("{{ ('a ' * 1000001).split() }}", text))
                .hasMessageContaining("a list of 1000001 items; allowed: up to 1000000");
    }

    @Test
    void hidesJavaFromTemplates() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("text", "x");
        for (String attribute :
                new String[] {
                    "class", "getClass", "bytes", "hashCode", "toString", "chars", "__class__"
                }) {
            assertThat(render("{{ text." + attribute + " is defined }}", variables))
                    .isEqualTo("False");
            assertThat(render("{{ text['" + attribute + "'] is defined }}", variables))
                    .isEqualTo("False");
        }
        assertThatThrownBy(() -> render("{{ x }}", Map.of("x", new Object())))
                .isInstanceOf(UnsupportedTemplateException.class)
                .hasMessageContaining("a value of type Object");
    }

    @Test
    void hidesNamesWithAnUnderlineAndFindsItemsOfSuchNames() {
        Map<String, Object> x = Map.of("x", Map.of("__foo__", 4, "_bar", 5, "__class__", 6));

        assertThat(
                        render(
                                "{% set ns = namespace(_x=1, y=2) %}[{{ ns._x }}{{ ns['_x'] }}]{{ ns.y }}",
                                x))
                .isEqualTo("[]2");
        assertThat(render("{{ x.__foo__ }}{{ x._bar }}[{{ x.__class__ }}]{{ x['__class__'] }}", x))
                .isEqualTo("45[]6");
    }

    @Test
    void saysTheLineOfWhatIsNotSupportedAndOfWhatFails() {
        assertThatThrownBy(() -> Template.compile("a\n\nb {% include 'x' %}"))
                .hasMessage("line 3: the tag \"include\"");
        assertThatThrownBy(
                        () ->
                                render(
                                        "{% macro f() %}\n{{ 1 + x }}\n{% endmacro %}\n{{ f() }}",
                                        Map.of()))
                .hasMessage("line 2: 'x' is undefined");
        assertThatThrownBy(() -> render("{{\n'a' | random }}", Map.of()))
                .hasMessage("line 1: the filter \"random\"");
    }

    @Test
    void takesTextOfMessagesForTextOnly() {
        assertThat(render("{{ x }}", Map.of("x", "{{ 7 * 7 }}{% raise %}")))
                .isEqualTo("{{ 7 * 7 }}{% raise %}");
    }

    private static String render(String template, Map<String, Object> variables) {
        return Template.compile(template).render(variables, Clock.systemUTC());
    }
}
