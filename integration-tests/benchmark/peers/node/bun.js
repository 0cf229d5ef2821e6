// Bun's native publish. The argument is the port.
const MANY = "/many/";

const server = Bun.serve({
    hostname: "127.0.0.1",
    port: Number(process.argv[2]),
    fetch(request, server) {
        // The path names the group, or many groups; of these the beginning of a message names one.
        const path = new URL(request.url).pathname;
        const isMany = path.startsWith(MANY);
        const groups = isMany ? path.slice(MANY.length).split(",") : [path];
        return server.upgrade(request, { data: { isMany, groups } })
            ? undefined : new Response("WebSockets only", { status: 400 });
    },
    websocket: {
        open(socket) {
            socket.data.groups.forEach(group => socket.subscribe(group));
        },
        message(socket, message) {
            const { isMany, groups } = socket.data;
            server.publish(isMany ? message.slice(0, message.indexOf(" ")) : groups[0], message);
        },
        perMessageDeflate: false,
        publishToSelf: true,
    },
});
console.log("Listening");
