// Bun's native publish. The argument is the port.
const MANY = "/many/";
const EXCEPT = "/except/";
const INVOKE = "/invoke/";

// What clients invoke by name, as invoke.js has it.
const methods = {
    echo: (socket, note) => note,
    publish: (socket, note) => {
        server.publish(socket.data.groups[0], JSON.stringify(note));
        return null;
    },
};

function invoke(socket, message) {
    const { id, method, args } = JSON.parse(message);
    socket.send(JSON.stringify({ id, result: methods[method](socket, ...args) }));
}

const server = Bun.serve({
    hostname: "127.0.0.1",
    port: Number(process.argv[2]),
    fetch(request, server) {
        // The path names the group, or many groups; of these the beginning of a message names one.
        const path = new URL(request.url).pathname;
        const isMany = path.startsWith(MANY);
        const groups = isMany ? path.slice(MANY.length).split(",") : [path];
        const publisher = path.startsWith(EXCEPT) ? socket => socket : () => server;
        return server.upgrade(request, { data: { isMany, groups, publisher, isInvoked: path.startsWith(INVOKE) } })
            ? undefined : new Response("WebSockets only", { status: 400 });
    },
    websocket: {
        open(socket) {
            socket.data.groups.forEach(group => socket.subscribe(group));
        },
        message(socket, message) {
            const { isMany, groups, isInvoked, publisher } = socket.data;
            if (isInvoked) {
                invoke(socket, message);
                return;
            }
            publisher(socket).publish(isMany ? message.slice(0, message.indexOf(" ")) : groups[0], message);
        },
        perMessageDeflate: false,
    },
});
console.log("Listening");
