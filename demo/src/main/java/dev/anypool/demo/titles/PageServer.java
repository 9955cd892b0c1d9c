package dev.anypool.demo.titles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A slow web server on the loopback interface. It answers nobody until as many visitors wait as the pool has workers, or
 * some seconds have passed: so each worker gets its share, however fast one of them may be.
 */
final class PageServer implements AutoCloseable {
    private static final List<String> TITLES = List.of(
            "A Tale of Two Processes",
            "The Thread and the Needle",
            "War and Pipes",
            "Great Expectations of a Future",
            "The Count of Monte Callable",
            "Crime and Interrupt",
            "The Old Man and the Core",
            "A Midsummer Night's Deadlock");

    private static final long PATIENCE_SECONDS = 5;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch visitors;

    private PageServer(HttpServer server, int workers) {
        this.server = server;
        this.visitors = new CountDownLatch(Math.min(workers, TITLES.size()));
    }

    /**
     * Starts a server for a number of workers.
     *
     * @throws IOException if there is no port for it
     */
    static PageServer start(int workers) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PageServer pages = new PageServer(HttpServer.create(anyPort, 0), workers);
        pages.server.createContext("/", pages::answer);
        pages.server.setExecutor(pages.executor);
        pages.server.start();
        return pages;
    }

    /**
     * Returns the addresses of all pages.
     *
     * @throws IOException never
     */
    List<URL> pages() throws IOException {
        InetSocketAddress address = server.getAddress();
        List<URL> pages = new ArrayList<>();
        for (int number = 1; number <= TITLES.size(); number++) {
            pages.add(new URL("http", address.getAddress().getHostAddress(), address.getPort(), "/" + number));
        }
        return pages;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            awaitOthers();
            int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            String page = "<!DOCTYPE html><html><head><title>" + TITLES.get(number - 1) + "</title></head></html>";
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void awaitOthers() {
        visitors.countDown();
        try {
            if (!visitors.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return; // served all the same
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
