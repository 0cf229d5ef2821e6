// Bun's native publish. The argument is the port.
const server = Bun.serve({
    hostname: "127.0.0.1",
    port: Number(process.argv[2]),
    fetch(request, server) {
        return server.upgrade(request, { data: { group: new URL(request.url).pathname } })
            ? undefined : new Response("WebSockets only", { status: 400 });
    },
    websocket: {
        open(socket) {
            socket.subscribe(socket.data.group);
        },
        message(socket, message) {
            server.publish(socket.data.group, message);
        },
        perMessageDeflate: false,
        publishToSelf: true,
    },
});
console.log("Listening");
