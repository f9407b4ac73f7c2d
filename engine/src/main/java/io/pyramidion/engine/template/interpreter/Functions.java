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

import io.pyramidion.engine.template.operation.PythonTime;
import io.pyramidion.engine.template.value.Arguments;
import io.pyramidion.engine.template.value.Callable;
import io.pyramidion.engine.template.value.Dict;
import io.pyramidion.engine.template.value.Iteration;
import io.pyramidion.engine.template.value.Namespace;
import io.pyramidion.engine.template.value.None;
import io.pyramidion.engine.template.value.Printing;
import io.pyramidion.engine.template.value.Range;
import io.pyramidion.engine.template.value.TemplateFailedException;
import io.pyramidion.engine.template.value.TemplateRaisedException;
import io.pyramidion.engine.template.value.UnsupportedTemplateException;
import io.pyramidion.engine.template.value.Values;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions that Jinja and transformers give to templates. */
final class Functions {

    private static final int MAX_RANGE = 100_000;

    private static final Map<String, Object> FUNCTIONS =
            Map.of(
                    "range", (Callable) Functions::range,
                    "dict", (Callable) Functions::dict,
                    "namespace", (Callable) given -> new Namespace(dict(given)),
                    "cycler", (Callable) Cycler::new,
                    "joiner", (Callable) Joiner::new,
                    "lipsum", (Callable) Functions::lipsum,
                    "raise_exception", (Callable) Functions::raise);

    private Functions() {}

    static Map<String, Object> all(Clock clock) {
        Map<String, Object> all = new HashMap<>(FUNCTIONS);
        all.put("strftime_now", (Callable) given -> now(clock, given));
        return all;
    }

    private static Object now(Clock clock, Arguments given) {
        String format = given.bind("strftime_now", 1, "format").text(0, "");
        return PythonTime.format(ZonedDateTime.now(clock), format);
    }

    private static Object raise(Arguments given) {
        Object message = given.bind("raise_exception", 1, "message").get(0, None.NONE);
        throw new TemplateRaisedException(Printing.str(message));
    }

    private static Object lipsum(Arguments given) {
        throw new UnsupportedTemplateException("the function \"lipsum\"");
    }

    private static Object range(Arguments given) {
        Arguments.Bound bound = given.bindByPlace("range", 1, "start", "stop", "step");
        long step = bound.integer(2, 1);
        if (step == 0) {
            throw new TemplateFailedException("range() arg 3 must not be zero");
        }
        Range range =
                bound.has(1)
                        ? new Range(bound.integer(0, 0), bound.integer(1, 0), step)
                        : new Range(0, bound.integer(0, 0), 1);
        if (range.size() > MAX_RANGE) {
            throw new TemplateFailedException(
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d)."
                            .formatted(MAX_RANGE));
        }
        return range;
    }

    private static Dict dict(Arguments given) {
        Dict dict = new Dict();
        if (given.positional().size() > 1) {
            throw new TemplateFailedException(
                    "dict expected at most 1 argument, got " + given.positional().size());
        }
        for (Object from : given.positional()) {
            if (from instanceof Dict other) {
                dict.putAll(other);
                continue;
            }
            Iteration.of(from).forEachRemaining(pair -> put(dict, pair));
        }
        given.named().forEach(dict::put);
        return dict;
    }

    private static void put(Dict dict, Object pair) {
        List<Object> items = Iteration.list(pair);
        if (items.size() != 2) {
            throw new TemplateFailedException(
                    "a %s of %d items where dict expects 2"
                            .formatted(Values.typeName(pair), items.size()));
        }
        dict.put(items.get(0), items.get(1));
    }
}
