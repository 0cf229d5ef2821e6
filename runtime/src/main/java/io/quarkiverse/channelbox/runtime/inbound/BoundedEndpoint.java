package io.quarkiverse.channelbox.runtime.inbound;

import java.lang.reflect.Type;
import java.util.function.Function;

import io.quarkus.websockets.next.Connection;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.WebSocketEndpoint;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * The endpoint of one connection, which tells when it has handled a message, whichever thread it does that on. The build has
 * WebSockets Next make it. A message that goes to a {@code Multi} is handled when the {@code Multi} has it: it keeps nothing.
 */
public final class BoundedEndpoint implements WebSocketEndpoint {

    private final WebSocketEndpoint endpoint;
    private final Connection connection;
    private Inbound inbound;

    private BoundedEndpoint(WebSocketEndpoint endpoint, Connection connection) {
        this.endpoint = endpoint;
        this.connection = connection;
    }

    /** @param endpoint of a server or a client, of which the latter is left as it is */
    public static WebSocketEndpoint of(WebSocketEndpoint endpoint, Connection connection) {
        return connection instanceof WebSocketConnection ? new BoundedEndpoint(endpoint, connection) : endpoint;
    }

    @Override
    public Future<Void> onTextMessage(Object message) {
        return endpoint.consumedTextMultiType() != null ? endpoint.onTextMessage(message)
                : handle(message, endpoint::onTextMessage);
    }

    @Override
    public Future<Void> onBinaryMessage(Object message) {
        return endpoint.consumedBinaryMultiType() != null ? endpoint.onBinaryMessage(message)
                : handle(message, endpoint::onBinaryMessage);
    }

    @Override
    public Future<Void> onPingMessage(Buffer message) {
        return handle(message, endpoint::onPingMessage);
    }

    @Override
    public Future<Void> onPongMessage(Buffer message) {
        return handle(message, endpoint::onPongMessage);
    }

    private <M> Future<Void> handle(M message, Function<M, Future<Void>> handler) {
        if (inbound == null) {
            // It may have come into a group just now.
            inbound = connection.userData().get(Inbound.KEY);
        }
        Inbound its = inbound;
        if (its == null) {
            return handler.apply(message);
        }
        long bytes = message instanceof String text ? text.length() : message instanceof Buffer binary ? binary.length() : 0;
        its.begin(bytes);
        Future<Void> handling;
        try {
            handling = handler.apply(message);
        } catch (RuntimeException | Error e) {
            its.end(bytes);
            throw e;
        }
        if (handling.isComplete()) {
            its.end(bytes);
        } else {
            handling.onComplete(handled -> its.end(bytes));
        }
        return handling;
    }

    // ---- the rest is the endpoint's own ----

    @Override
    public InboundProcessingMode inboundProcessingMode() {
        return endpoint.inboundProcessingMode();
    }

    @Override
    public Future<Void> onOpen() {
        return endpoint.onOpen();
    }

    @Override
    public ExecutionModel onOpenExecutionModel() {
        return endpoint.onOpenExecutionModel();
    }

    @Override
    public ExecutionModel onTextMessageExecutionModel() {
        return endpoint.onTextMessageExecutionModel();
    }

    @Override
    public Type consumedTextMultiType() {
        return endpoint.consumedTextMultiType();
    }

    @Override
    public Object decodeTextMultiItem(Object message) {
        return endpoint.decodeTextMultiItem(message);
    }

    @Override
    public ExecutionModel onBinaryMessageExecutionModel() {
        return endpoint.onBinaryMessageExecutionModel();
    }

    @Override
    public Type consumedBinaryMultiType() {
        return endpoint.consumedBinaryMultiType();
    }

    @Override
    public Object decodeBinaryMultiItem(Object message) {
        return endpoint.decodeBinaryMultiItem(message);
    }

    @Override
    public ExecutionModel onPingMessageExecutionModel() {
        return endpoint.onPingMessageExecutionModel();
    }

    @Override
    public ExecutionModel onPongMessageExecutionModel() {
        return endpoint.onPongMessageExecutionModel();
    }

    @Override
    public Future<Void> onClose() {
        return endpoint.onClose();
    }

    @Override
    public ExecutionModel onCloseExecutionModel() {
        return endpoint.onCloseExecutionModel();
    }

    @Override
    public Uni<Void> doOnError(Throwable failure) {
        return endpoint.doOnError(failure);
    }

    @Override
    public String beanIdentifier() {
        return endpoint.beanIdentifier();
    }
}
