package io.quarkiverse.channelbox.testing;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * One for all that trust the same certificates, with two threads, and the JDK's one for its selector. The latter ends when
 * nobody has the {@link HttpClient} any more, and knows the class loader of the test until then: that is why whoever uses one
 * keeps it, and this class does not, so that continuous testing can drop what it loaded. All threads are daemons.
 */
final class HttpClients {

    private static final int THREADS = 2;
    private static final Map<@Nullable SSLContext, WeakReference<HttpClient>> CLIENTS = new WeakHashMap<>();

    private HttpClients() {
    }

    /** @param tls whose certificates it trusts; {@code null} for those that Java does */
    static HttpClient get(@Nullable SSLContext tls) {
        synchronized (CLIENTS) {
            WeakReference<HttpClient> last = CLIENTS.get(tls);
            HttpClient client = last == null ? null : last.get();
            if (client == null) {
                client = create(tls);
                CLIENTS.put(tls, new WeakReference<>(client));
            }
            return client;
        }
    }

    private static HttpClient create(@Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder().executor(threads());
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }

    private static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "channel-box-test-client");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
