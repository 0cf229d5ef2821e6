package io.quarkiverse.channelbox.test.dev;

import java.util.function.UnaryOperator;

import io.quarkus.test.QuarkusDevModeTest;

/** Changes sources in dev mode. */
final class Sources {

    private Sources() {
    }

    /** As a resource: after a change of a source file the test framework sleeps for a second, since it looks at the folder. */
    static void modify(QuarkusDevModeTest app, Class<?> type, UnaryOperator<String> change) {
        app.modifyResourceFile("../java/" + type.getName().replace('.', '/') + ".java", change::apply);
    }
}
