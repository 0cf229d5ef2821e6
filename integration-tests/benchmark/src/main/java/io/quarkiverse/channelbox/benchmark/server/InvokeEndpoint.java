package io.quarkiverse.channelbox.benchmark.server;

import java.util.List;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Plain WebSockets Next: each message is answered by what the method returns. */
@WebSocket(path = "/invoke/{group}")
public class InvokeEndpoint {

    /** What a client asks for. */
    public record Call(long id, String method, List<Note> args) {
    }

    /** The answer. */
    public record Result(long id, Note result) {
    }

    @OnTextMessage
    Uni<Result> echo(Call call) {
        return Uni.createFrom().item(new Result(call.id(), call.args().get(0)));
    }
}
