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
package io.pyramidion.job.codec;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.schemas.GenerationRequest;

/** A record without a value: its key names the session to forget, in UTF-8. */
public final class Tombstone {

    private Tombstone() {}

    /**
     * The session to forget, as a request that holds nothing else.
     *
     * @param key the record's key, or null
     * @throws DecodeException if the key is no UTF-8
     * @throws InvalidRequestException if the key cannot be that of a session
     */
    public static GenerationRequest read(byte[] key) {
        if (key == null || key.length == 0) {
            throw new InvalidRequestException(
                    "",
                    "The record has neither value nor key; allowed: a request, or the session to"
                            + " forget as the key");
        }
        String session = StrictText.decode(key, 0, key.length, "key");
        if (session.length() > RequestChecks.LONGEST_ID) {
            throw new InvalidRequestException(
                    "",
                    "The record has no value, and its key, the session to forget, has %d characters; allowed: 1 to %d"
                            .formatted(session.length(), RequestChecks.LONGEST_ID));
        }
        return GenerationRequest.newBuilder().setRequestId("").setSessionId(session).build();
    }
}
