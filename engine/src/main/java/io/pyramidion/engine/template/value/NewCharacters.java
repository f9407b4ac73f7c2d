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
package io.pyramidion.engine.template.value;

/**
 * Code points that a later Unicode has than this Java. Python may know them, so what depends on
 * their properties is refused.
 */
public final class NewCharacters {

    private static final int FIRST_PICTURE = 0x1f000;
    private static final int LAST_PICTURE = 0x1faff;

    private NewCharacters() {}

    /**
     * Refuses a text with letters or digits that this Java may not know. Pictures, the emoji among
     * them, are neither in any version.
     *
     * @return the text
     * @throws UnsupportedTemplateException if it has one, with its code point
     */
    public static String checked(String text) {
        text.codePoints()
                .filter(point -> point < FIRST_PICTURE || point > LAST_PICTURE)
                .forEach(NewCharacters::check);
        return text;
    }

    static void check(int point) {
        if (Character.getType(point) == Character.UNASSIGNED && !isNoCharacter(point)) {
            throw new UnsupportedTemplateException(
                    "the code point U+%04X, which this Java does not know".formatted(point));
        }
    }

    /** Those that no version will ever assign. */
    private static boolean isNoCharacter(int point) {
        return (point & 0xfffe) == 0xfffe || point >= 0xfdd0 && point <= 0xfdef;
    }
}
