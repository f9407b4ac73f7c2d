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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards TCP connections from one loopback address to another, until it is cut: then it carries
 * nothing in either direction, refuses nothing and closes nothing, as a network does whose cable is
 * out. What was under way arrives once it is mended. Owns its sockets and daemon threads.
 */
final class Cable implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket entry;
    private final InetSocketAddress exit;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = thread(this::accept);
    private boolean cut;

    private Cable(ServerSocket entry, InetSocketAddress exit) {
        this.entry = entry;
        this.exit = exit;
    }

    /**
     * Starts to forward.
     *
     * @throws LaunchException if the address to listen on is in use
     */
    static Cable between(InetAddress from, InetAddress to, int port) {
        Cable cable = new Cable(listening(from, port), new InetSocketAddress(to, port));
        cable.acceptor.start();
        return cable;
    }

    synchronized void cut() {
        cut = true;
    }

    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    /** Ends every connection; then the address is free. */
    @Override
    public void close() {
        close(entry);
        try {
            // Until it returns from its call, the kernel keeps the address for it.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(Cable::close);
        mend();
    }

    private static ServerSocket listening(InetAddress from, int port) {
        ServerSocket entry = null;
        try {
            entry = new ServerSocket();
            entry.setReuseAddress(true);
            entry.bind(new InetSocketAddress(from, port));
            return entry;
        } catch (IOException e) {
            if (entry != null) {
                close(entry);
            }
            throw new LaunchException(
                    "Cannot listen on " + from + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entry.accept();
                sockets.add(near);
                thread(() -> connect(near)).start();
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        try {
            awaitMended();
            far.connect(exit);
            sockets.add(far);
            thread(() -> carry(far, near)).start();
            carry(near, far);
        } catch (IOException e) {
            end(near, far);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                awaitMended();
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
            awaitMended();
        } catch (IOException e) {
            // One side has gone; the other shall learn of it.
        }
        end(from, to);
    }

    private synchronized void awaitMended() throws IOException {
        try {
            while (cut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the cable was cut", e);
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed already.
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        return thread;
    }
}
