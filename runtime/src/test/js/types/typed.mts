/** What TypeScript has to know, and what it has to refuse. */
import { CommandError, connect, type Client, type Message, type Options } from "../../../main/js/channel-box.js";

interface Shipment { order: number }
interface Shop {
  events: { shipped: Shipment; cancelled: string; photo: Uint8Array };
  requests: { track: { data: number; reply: { place: string } }; ping: { reply: "pong" }; all: { data: undefined; reply: number[] } };
  asks: { confirm: { data: Shipment; reply: boolean } };
}

const client: Client<Shop> = connect<Shop>("/ws", { protocols: async () => ["a"], groups: { g: "e:1" } });
connect<Shop>(async (attempt) => `/ws?attempt=${attempt.toFixed()}`);
connect(() => new URL("ws://host/"));

client.on("message", (message) => {
  if (message.event === "shipped") {
    const order: number = message.data.order;
    // @ts-expect-error
    message.data.toUpperCase();
    return order;
  }
  if (message.event === "cancelled") {
    return message.data.toUpperCase();
  }
  if (message.event === undefined) {
    const unknown: unknown = message.data;
    // @ts-expect-error
    message.data.order;
    return unknown;
  }
  // @ts-expect-error
  message.event === "lost";
  return message.data.byteLength;
});

for await (const message of client) {
  const each: Message<Shop> = message;
  if (each.event === "shipped") {
    each.data.order.toFixed();
  }
}

client.once("refused", ({ status, retryIn, final }) => {
  const all: [number | undefined, number, boolean] = [status, retryIn, final];
  all.length;
  client.close();
});
client.on("presence", ({ members }) => members[0]?.attributes?.["name"]);
// @ts-expect-error
client.on("unknown", () => {});

const place: string = (await client.request("track", 7, { timeout: 10 })).place;
const pong: "pong" = await client.request("ping");
const all: number[] = await client.request("all");
// @ts-expect-error
client.request("track");
// @ts-expect-error
client.request("track", "seven");
// @ts-expect-error
client.request("unknown", 7);

const { id } = await client.publish("g", { order: 1 }, { event: "shipped", key: "k" });
client.publish("g", { any: "thing" });
client.publish("g", 1, { key: "k" });
// @ts-expect-error
client.publish("g", { order: "1" }, { event: "shipped" });
// @ts-expect-error
client.publish("g", 1, { event: "unknown" });

const off: () => void = client.answer("confirm", ({ order }, message) => order > 0 && message.event === "confirm");
client.answer("confirm", async () => true);
// @ts-expect-error
client.answer("confirm", () => "yes");
// @ts-expect-error
client.answer("unknown", () => true);

const { recovered, missed } = await client.join("g", { after: "e:1" });
await client.leave("g").catch((error: unknown) => error instanceof CommandError && error.code === 503);
// @ts-expect-error
const options: Options = { minDelay: undefined };

/** Only some of the names. */
const requests = connect<{ requests: { sum: { data: number[]; reply: number } } }>("/ws");
(await requests.request("sum", [1])).toFixed();
requests.on("message", ({ data }) => data.anything);
requests.publish("g", 1, { event: "anything" });

export { place, pong, all, id, off, recovered, missed, options };
