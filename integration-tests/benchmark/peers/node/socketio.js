// Socket.IO's rooms, and an event with an acknowledgement. The argument is the port.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", socket => {
    const { group, except } = socket.handshake.query;
    // Of those who do not get what they send.
    const sender = except ? socket : io;
    socket.join(group.split(","));
    socket.on("m", message => sender.to(group).emit("m", message));
    // Of a connection in many groups.
    socket.on("to", (group, message) => io.to(group).emit("m", message));
    socket.on("echo", (note, acknowledge) => acknowledge(note));
});
http.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("Listening"));
