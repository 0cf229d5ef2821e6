package io.quarkiverse.channelbox.runtime.config;

import java.net.URI;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What is decided when the application is built. */
@ConfigMapping(prefix = "quarkus.channel-box")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface ChannelBoxBuildTimeConfig {

    /**
     * Whether readiness says whether Redis can be used, and written to, and whether the node shuts down, where the application
     * has `quarkus-smallrye-health`.
     */
    @WithName("health.enabled")
    @WithDefault("true")
    boolean healthEnabled();

    /** The AsyncAPI document. */
    AsyncApiConfig asyncapi();

    /** The types for TypeScript. */
    TypeScriptConfig typescript();

    /** The AsyncAPI document. */
    interface AsyncApiConfig {

        /**
         * Whether the build writes `asyncapi.json` to its output folder, and `asyncapi.yaml` if it is served, where the
         * application has groups or handles events.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * Whether the application serves the document. By default it does in development and test mode, and not in production.
         */
        @ConfigDocDefault("true in development and test mode, false in production")
        Optional<Boolean> served();

        /**
         * The path of the document, below the root path of what is not the application's own (`/q`) unless it begins with `/`.
         * With `.json` and `.yaml` added it is served in that form, without them as the client accepts it, as JSON if it
         * accepts both.
         */
        @WithDefault("asyncapi")
        String path();

        /**
         * The address of the server that the document names, for instance `wss://chat.acme.org`; without scheme or host it
         * fails the build. By default it is `ws` and the host and port that are configured when the application is built.
         */
        @ConfigDocDefault("from quarkus.http.host and quarkus.http.port")
        Optional<URI> server();
    }

    /** The types for TypeScript. */
    interface TypeScriptConfig {

        /**
         * Whether the build writes `channel-box.generated.d.ts` to its output folder, where the application has groups or
         * handles events.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
