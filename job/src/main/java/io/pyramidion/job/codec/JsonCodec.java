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

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON object per record, with the schema's field names; fields that are null are left out.
 * Reading is strict: an unknown or repeated field, a wrong type and anything after the object are
 * refused. Null is no value: the field is as if left out. The OpenAI API's own spellings and fields
 * are understood, as {@link JsonSpellings} and {@link OpenAiFields} have them.
 */
public final class JsonCodec<T extends SpecificRecord> implements ValueCodec<T> {

    private final Class<T> type;
    private final Schema schema;

    /** A codec for a generated class. */
    public JsonCodec(Class<T> type) {
        this.type = type;
        this.schema = SpecificData.getForClass(type).getSchema(type);
    }

    @Override
    public byte[] encode(T datum) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = StrictJson.FACTORY.createGenerator(bytes)) {
            new JsonRecordWriter(generator).write(datum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public T decode(byte[] bytes) {
        return read(StrictText.decode(bytes, 0, bytes.length, ""), null);
    }

    /**
     * Reads one record that leaves fields to another.
     *
     * @param defaults what stands for each field that the text does not set, by whichever spelling,
     *     or sets to null; records within it are filled up field by field, lists and maps are not
     * @throws DecodeException if the text is not one record
     */
    public T decode(String text, T defaults) {
        return read(text, defaults);
    }

    private T read(String text, T defaults) {
        return StrictJson.read(
                text, parser -> type.cast(new JsonRecordReader(parser).read(schema, defaults)));
    }

    @Override
    public Optional<String> salvage(byte[] bytes, String field) {
        try (JsonParser parser = StrictJson.FACTORY.createParser(bytes)) {
            return seek(parser, field) && parser.currentToken() == JsonToken.VALUE_STRING
                    ? Optional.of(StrictText.checked(parser.getText(), field))
                    : Optional.empty();
        } catch (IOException | DecodeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> salvageMap(byte[] bytes, String field) {
        try (JsonParser parser = StrictJson.FACTORY.createParser(bytes)) {
            return seek(parser, field) && parser.currentToken() == JsonToken.START_OBJECT
                    ? texts(parser, field)
                    : Map.of();
        } catch (IOException | DecodeException e) {
            return Map.of();
        }
    }

    /** The object that the parser stands at; nothing of it if any of it is no text. */
    private static Map<String, String> texts(JsonParser parser, String field) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = StrictText.checked(parser.currentName(), field);
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return Map.of();
            }
            texts.put(name, StrictText.checked(parser.getText(), field));
        }
        return texts;
    }

    @Override
    public boolean says(byte[] bytes, String field) {
        try (JsonParser parser = StrictJson.FACTORY.createParser(bytes)) {
            return seek(parser, field) && parser.currentToken() == JsonToken.VALUE_TRUE;
        } catch (IOException e) {
            return false;
        }
    }

    /** Leads the parser to a field's value; false if there is none before the end or damage. */
    private static boolean seek(JsonParser parser, String field) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(field);
            parser.nextToken();
            if (wanted) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
