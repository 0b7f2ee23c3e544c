package dev.k2.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** A small SMTP server without TLS that records what it is told. */
final class ScriptedSmtp implements AutoCloseable {
    /** Everything that clients said, line by line. */
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** The letters, headers and all. */
    final List<String> letters = Collections.synchronizedList(new ArrayList<>());

    /** What it says to a recipient. */
    final AtomicReference<String> toRecipients = new AtomicReference<>("250 ok");

    /** What it can do beyond the least. */
    final AtomicReference<String> offers = new AtomicReference<>("AUTH PLAIN");

    private final ServerSocket socket;

    ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name("scripted-smtp").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException closed) {
                heard.add("(closed)");
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            say(client, "220 scripted ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                if (!answer(client, in, line)) {
                    return;
                }
            }
        } catch (IOException gone) {
            heard.add("(gone)");
        }
    }

    private boolean answer(Socket client, BufferedReader in, String line) throws IOException {
        String word = line.toUpperCase(Locale.ROOT).split("[ :]", -1)[0];
        switch (word) {
            case "EHLO" -> say(client, "250-scripted\r\n250 " + offers.get());
            case "AUTH" -> say(client, "235 welcome");
            case "RCPT" -> say(client, toRecipients.get());
            case "DATA" -> {
                say(client, "354 go on");
                var letter = new StringBuilder();
                for (String next = in.readLine();
                        next != null && !next.equals(".");
                        next = in.readLine()) {
                    letter.append(next).append('\n');
                }
                letters.add(letter.toString());
                say(client, "250 kept");
            }
            case "QUIT" -> {
                say(client, "221 bye");
                return false;
            }
            default -> say(client, "250 ok");
        }
        return true;
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }
}
