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

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

import java.beans.FeatureDescriptor;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * What a template may call on a value: Python's methods by name, and nothing of Java's. Java's own
 * {@code String.split} and others mean something else than Python's of the same name.
 */
final class TemplateMethods extends ELResolver {

    private static final Set<String> MAP_METHODS = Set.of("get", "items", "keys", "values");

    private final ELResolver properties = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;

    @Override
    public Object invoke(
            ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
        String name = String.valueOf(method);
        boolean text = base instanceof CharSequence;
        if (name.equals(TemplateRewriter.SLICE) && (text || base instanceof Collection)) {
            context.setPropertyResolved(true);
            return PythonValues.slice(base, arguments);
        }
        if (text) {
            context.setPropertyResolved(true);
            return PythonStrings.call(base.toString(), name, arguments);
        }
        // Jinjava writes a filter or a test as a call on an object of its own.
        if (base instanceof Filter
                || base instanceof ExpTest
                || base instanceof Map && MAP_METHODS.contains(name)) {
            return properties.invoke(context, base, method, types, arguments);
        }
        throw new UnsupportedTemplateException("the method \"" + name + "\"");
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        return properties.getValue(context, base, property);
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        properties.setValue(context, base, property, value);
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return properties.isReadOnly(context, base, property);
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return properties.getType(context, base, property);
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return properties.getCommonPropertyType(context, base);
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return properties.getFeatureDescriptors(context, base);
    }
}
