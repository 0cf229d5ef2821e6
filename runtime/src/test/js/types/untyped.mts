/** Without types everything goes. */
import { connect, type Client } from "../../../main/js/channel-box.js";

const client: Client = connect(new URL("ws://host/"));
client.on("message", ({ group, id, event, data }) => [group?.length, id, event?.length, data.anything]);
for await (const { data } of client) {
  data.anything;
}
const reply = await client.request("anything", { a: 1 });
reply.anything;
await client.request("anything");
await client.publish("g", { a: 1 }, { event: "anything", key: "k" });
await client.publish("g", { a: 1 });
client.answer("anything", (data, { event }) => [data.anything, event.length]);
client.send({ a: 1 });
const state: "connecting" | "open" | "waiting" | "closed" = client.state;
export { state };
