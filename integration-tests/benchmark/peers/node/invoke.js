// The ws package: clients invoke methods by name, as SignalR's do. The argument is the port.
import { WebSocketServer } from "ws";

const methods = { echo: note => note };

new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) }, () => console.log("Listening"))
    .on("connection", socket => socket.on("message", data => {
        const { id, method, args } = JSON.parse(data);
        socket.send(JSON.stringify({ id, result: methods[method](...args) }));
    }));
