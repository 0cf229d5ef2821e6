package io.quarkiverse.channelbox.testing;

import java.net.URI;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;

/** The application under test: where it is, and how it reads JSON. */
final class Application {

    private Application() {
    }

    /** A path of it, below its root path; over TLS where tests are to use that. */
    static URI uri(String path) {
        Config config = ConfigProvider.getConfig();
        boolean tls = config.getOptionalValue("quarkus.http.test-ssl-enabled", Boolean.class).orElse(false);
        String base = config.getOptionalValue(tls ? "test.url.ssl" : "test.url", String.class)
                .orElseThrow(() -> new IllegalStateException("No application is tested here: give the whole URI"));
        return URI.create(base + (path.startsWith("/") ? "" : "/") + path);
    }

    /** That of the application if it runs here, else one that is set up as Quarkus does it if nobody says otherwise. */
    static ObjectMapper mapper() {
        ObjectMapper own = bean(ObjectMapper.class);
        return own != null ? own
                : new ObjectMapper().findAndRegisterModules().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    /** Of the application if it runs here; {@code null} if it does not, or has none. */
    static <T> @Nullable T bean(Class<T> type) {
        ArcContainer arc = Arc.container();
        return arc == null || !arc.isRunning() ? null : arc.instance(type).get();
    }
}
