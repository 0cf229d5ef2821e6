// The ws package: one send for each member. The argument is the port.
import { WebSocketServer } from "ws";

const MANY = "/many/";
const EXCEPT = "/except/";
const groups = new Map();

function membersOf(group) {
    if (!groups.has(group)) {
        groups.set(group, new Set());
    }
    return groups.get(group);
}

function sendToEach(members, data, isBinary, except) {
    for (const member of members) {
        if (member !== except) {
            member.send(data, { binary: isBinary });
        }
    }
}

new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) }, () => console.log("Listening"))
    .on("connection", (socket, request) => {
        // The path names the group, or many groups; of these the beginning of a message names one.
        // Whose path says so does not get what it sends.
        const isMany = request.url.startsWith(MANY);
        const joined = (isMany ? request.url.slice(MANY.length).split(",") : [request.url]).map(membersOf);
        const except = request.url.startsWith(EXCEPT) ? socket : null;
        joined.forEach(members => members.add(socket));
        socket.on("close", () => joined.forEach(members => members.delete(socket)));
        socket.on("message", isMany
            ? (data, isBinary) => sendToEach(membersOf(data.toString("latin1", 0, data.indexOf(" "))), data, isBinary)
            : (data, isBinary) => sendToEach(joined[0], data, isBinary, except));
    });
