package dev.anypool.demo.titles;

import dev.anypool.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches titles: what runs on the workers. */
final class Titles {
    private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL);
    private static final int TIMEOUT_MILLIS = 10_000;

    private Titles() {}

    /**
     * Fetches the title of a page.
     *
     * @throws IOException if the page cannot be fetched or has no title
     */
    static Title fetch(URL page) throws IOException {
        URLConnection connection = page.openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            Matcher matcher = TITLE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (!matcher.find()) {
                throw new IOException("no title in " + page);
            }
            return new Title(matcher.group(1), Worker.current());
        }
    }
}
