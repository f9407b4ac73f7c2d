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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pyramidion.engine.ShownText;
import org.apache.avro.Schema;

import java.io.IOException;

/**
 * A message's content as a list of parts, as in the OpenAI chat API. Texts are joined with nothing
 * between them, as templates that know parts write them; there are no other parts here.
 */
final class ContentParts {

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final String KIND = "text";

    private ContentParts() {}

    /**
     * The text of the parts at whose list the parser stands.
     *
     * @throws DecodeException naming the first part that is not a text
     */
    static String read(JsonParser parser, FieldPath path) throws IOException {
        StringBuilder content = new StringBuilder();
        path.enterList(0);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path.nextItem();
            JsonScalars.expect(parser, JsonToken.START_OBJECT, "an object", path);
            content.append(part(parser, path));
        }
        path.leaveList();
        return content.toString();
    }

    private static String part(JsonParser parser, FieldPath path) throws IOException {
        String type = null;
        String text = null;
        String other = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            path.enter(name);
            if (name.equals("type")) {
                type = (String) JsonScalars.read(parser, TEXT, path);
            } else if (name.equals(KIND)) {
                text = (String) JsonScalars.read(parser, TEXT, path);
            } else {
                other = path.toString();
                parser.skipChildren();
            }
            path.leave();
        }
        if (!KIND.equals(type)) {
            String found = type == null ? "missing" : '"' + ShownText.of(type) + '"';
            throw new DecodeException(
                    path + ".type", path + ".type is " + found + "; allowed: \"text\"");
        }
        if (other != null) {
            String shown = ShownText.of(other);
            throw new DecodeException(shown, "Unknown field " + shown + "; allowed: type, text");
        }
        if (text == null) {
            throw new DecodeException(path + ".text", path + ".text is missing; allowed: a text");
        }
        return text;
    }
}
