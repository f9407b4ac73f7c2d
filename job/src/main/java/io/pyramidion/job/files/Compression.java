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
package io.pyramidion.job.files;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How a text file is packed, by the end of its name. What is appended to a packed file is packed by
 * itself: readers of both forms take the parts as one.
 */
enum Compression {
    NONE("") {
        @Override
        InputStream unpacked(InputStream in) {
            return in;
        }

        @Override
        OutputStream packed(OutputStream out) {
            return out;
        }
    },
    GZIP(".gz") {
        @Override
        InputStream unpacked(InputStream in) throws IOException {
            return new GZIPInputStream(in, BUFFER);
        }

        @Override
        OutputStream packed(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, BUFFER);
        }
    },
    ZSTD(".zst") {
        @Override
        InputStream unpacked(InputStream in) throws IOException {
            return new ZstdInputStream(in);
        }

        @Override
        OutputStream packed(OutputStream out) throws IOException {
            return new ZstdOutputStream(out);
        }
    };

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    static Compression of(String name) {
        if (name.endsWith(GZIP.suffix)) {
            return GZIP;
        }
        return name.endsWith(ZSTD.suffix) ? ZSTD : NONE;
    }

    /** The name without what tells the compression. */
    static String stripped(String name) {
        return name.substring(0, name.length() - of(name).suffix.length());
    }

    abstract InputStream unpacked(InputStream in) throws IOException;

    abstract OutputStream packed(OutputStream out) throws IOException;
}
