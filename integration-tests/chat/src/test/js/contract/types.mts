// What the build knows of the chat, as its clients use it: tsc checks it, and that what is wrong is seen to be.
import { connect } from "channel-box";
import type {
  ApplicationMessages, ChatEndpointMessages, ChatMessage, RoomsEndpointGroup, RoomsEndpointMessages, SaidInRoom,
} from "./channel-box.generated.js";

const client = connect<RoomsEndpointMessages>("/ws/rooms");

const group: RoomsEndpointGroup = `chat-${"lobby"}`;
client.join(group);
// @ts-expect-error: no such group
const other: RoomsEndpointGroup = "lobby";

const said: SaidInRoom = { room: "lobby", username: "ann", message: "hi" };
const withKey: SaidInRoom = { ...said, key: null };
const id: string = await client.request("message", withKey);
// @ts-expect-error: the reply is no number
const number: number = await client.request("message", said);
// @ts-expect-error: no such request
client.request("massage", said);
// @ts-expect-error: the message is missing
client.request("message", { room: "lobby", username: "ann" });
// @ts-expect-error: the name may not be null
client.request("message", { ...said, username: null });

client.on("message", (message) => {
  if (message.event === "said") {
    const { username, message: text }: ChatMessage = message.data;
    // @ts-expect-error: the data has no such property
    console.log(username.length, text.length, message.data.room);
  }
  // @ts-expect-error: no such event
  console.log(message.event === "sad");
});

// Its members get what is said; it has nothing to ask for.
const plain = connect<ChatEndpointMessages>("/ws/chat/lobby");
plain.on("message", ({ event, data }) => event === "said" && data.username.length);
// @ts-expect-error: no requests
plain.request("message", said);

connect<ApplicationMessages>("/ws/rooms").request("message", said);
console.log(other, id, number);
