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
package io.pyramidion.operators.request;

import io.pyramidion.schemas.Command;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CommandEvolutionTest {

    /** Its request then is refused for what it lacks, and the job runs. */
    @Test
    void aCommandOfANewerVersionIsReadRatherThanEndsTheJob() throws IOException {
        Schema known = Command.getClassSchema();
        Schema newer =
                Schema.createEnum(
                        known.getName(),
                        "",
                        known.getNamespace(),
                        List.of("GENERATE", "CANCEL", "FORGET", "PAUSE"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        encoder.writeEnum(newer.getEnumOrdinal("PAUSE"));
        encoder.flush();

        Command read =
                new SpecificDatumReader<Command>(newer, known)
                        .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));

        assertThat(read).isEqualTo(Command.GENERATE);
    }
}
