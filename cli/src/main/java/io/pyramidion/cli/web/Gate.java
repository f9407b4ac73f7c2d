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
package io.pyramidion.cli.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets in who was given the address. Any page that the user visits may send requests to loopback:
 * it does not know the token, and under a name of its own, which it may have resolve to loopback,
 * the host is wrong.
 */
final class Gate {

    private static final int TOKEN_BYTES = 16;
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:]*)(:\\d{1,5})?");

    private final String token;

    private Gate(String token) {
        this.token = token;
    }

    /** A gate with a token that nobody can guess. */
    static Gate create() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return new Gate(HexFormat.of().formatHex(random));
    }

    /** The path that all resources lie under; ends with a slash. */
    String path() {
        return "/" + token + "/";
    }

    /**
     * The resource that is asked for, a name without the path before it.
     *
     * @throws Refusal if it must not be served
     */
    String resource(HttpExchange exchange) throws Refusal {
        Headers headers = exchange.getRequestHeaders();
        checkHost(headers.getFirst("Host"));
        String path = exchange.getRequestURI().getPath();
        int end = path == null ? -1 : path.indexOf('/', 1);
        if (end < 0 || !isToken(path.substring(1, end))) {
            throw new Refusal(
                    403, "Open the address that pyramidion printed; it holds a secret part");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + headers.getFirst("Host"))) {
            throw new Refusal(403, "Origin is '" + origin + "'; allowed: this page itself");
        }
        return path.substring(end + 1);
    }

    private static void checkHost(String host) throws Refusal {
        Matcher parts = HOST.matcher(host == null ? "" : host);
        if (!parts.matches() || !HOSTS.contains(parts.group(1))) {
            throw new Refusal(
                    421, "Host is '" + host + "'; allowed: 127.0.0.1, localhost and [::1]");
        }
    }

    private boolean isToken(String text) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
