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
package io.pyramidion.sql.table;

import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.functions.MapFunction;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has a request's record go along with it to its answer, for a table that has columns of the
 * request. It is a header of the request's origin.
 */
final class KeepValue implements MapFunction<RequestEnvelope, RequestEnvelope> {

    private static final long serialVersionUID = 1L;

    private static final String HEADER = "pyramidion.table.request";

    @Override
    public RequestEnvelope map(RequestEnvelope envelope) {
        Origin origin = envelope.getOrigin();
        List<Header> headers = new ArrayList<>(origin.getHeaders());
        headers.add(new Header(HEADER, envelope.getValue()));
        return RequestEnvelope.newBuilder(envelope)
                .setOrigin(Origin.newBuilder(origin).setHeaders(headers).build())
                .build();
    }

    /** The record's value, if it was kept. */
    static Optional<byte[]> value(Origin origin) {
        return origin.getHeaders().stream()
                .filter(header -> header.getKey().equals(HEADER))
                .reduce((first, second) -> second)
                .map(Header::getValue)
                .map(KeepValue::bytes);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
