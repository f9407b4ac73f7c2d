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
package io.pyramidion.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Main class of every child JVM: runs the main class named by its first argument, and ends the JVM
 * when standard input ends. Standard input is a pipe from the parent, so a child never outlives its
 * parent, not even one that was killed and ran no shutdown hook.
 *
 * <p>Uses nothing but the JDK: it is copied out of the job alone, to keep the job's classes off the
 * child's class path.
 */
final class Leash {

    private Leash() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watcher = new Thread(Leash::haltWhenTheParentIsGone, "leash");
        watcher.setDaemon(true);
        watcher.start();
        ignoreInterrupts();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0])
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(arguments[0] + " failed", e.getCause());
        }
    }

    /**
     * Ctrl-C at the terminal reaches every process of it at once. The parent alone ends its
     * children, after it has closed what uses them. By reflection: the class is the JDK's own, and
     * compilers warn of it.
     */
    private static void ignoreInterrupts() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance("INT"),
                        handler.getField("SIG_IGN").get(null));
    }

    private static void haltWhenTheParentIsGone() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; only the end of the stream means something.
            }
        } catch (IOException e) {
            // A broken pipe means the same as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
