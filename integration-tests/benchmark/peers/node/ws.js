// The ws package: one send for each member. The argument is the port.
import { WebSocketServer } from "ws";

const groups = new Map();

new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) }, () => console.log("Listening"))
    .on("connection", (socket, request) => {
        const members = groups.get(request.url) ?? new Set();
        groups.set(request.url, members.add(socket));
        socket.on("close", () => members.delete(socket));
        socket.on("message", (data, isBinary) => {
            for (const member of members) {
                member.send(data, { binary: isBinary });
            }
        });
    });
