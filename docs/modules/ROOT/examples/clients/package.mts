declare function show(data: unknown): void;
declare function reload(): void;
declare function list(members: unknown): void;
declare function tell(state: string): void;
declare function ask(order: number): Promise<boolean>;

// tag::client[]
import { connect } from "channel-box"; // or from "/channel-box.js", which the application serves

const client = connect("/ws/chat/lobby");
client.on("message", ({ data }) => show(data));
client.on("gap", () => reload());
client.on("presence", ({ members }) => list(members));
client.on("state", ({ state, retryIn, error }) => tell(state));
client.send({ username: "ann", message: "hi" }); // to the endpoint

await client.join("room-7");
await client.publish("room-7", { text: "hi" }, { event: "said" });
const order = await client.request("order", { article: 12 });
client.answer("confirm", async ({ order }) => ask(order));
// end::client[]
