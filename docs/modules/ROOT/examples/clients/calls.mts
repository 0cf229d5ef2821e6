import { connect, type Client } from "channel-box";

declare const user: string, peer: string;
declare function show(message: unknown): void;
declare function token(renew?: boolean): Promise<string>;
declare function header(token: string): string;
declare function position(accuracy: string): Promise<unknown>;
declare function ask(order: number): Promise<boolean>;

export async function listening(client: Client, group: string, value: object) {
  // tag::listening[]
  client.on("message", show);          // returns what takes the listener off again; once() for one event only
  for await (const message of client) show(message); // the messages, too, each when the loop is ready for it

  client.send(value);      // to the endpoint: strings and bytes as they are, anything else as JSON; throws while not open
  client.members(group);   // who is there
  client.close();
  // end::listening[]
}

export async function commands(client: Client) {
  // tag::commands[]
  const { id, recovered, missed } = await client.join("room-7");
  await client.leave("room-7");

  const published = await client.publish("room-7", { text: "hi" }, { event: "said" }); // published.id, if it is stored

  const order = await client.request("order", { article: 12 }, { timeout: 5_000 });  // the endpoint's @OnEvent method

  client.answer("confirm", async ({ order }) => ask(order));  // what the server asks this client
  // end::commands[]
  return [id, recovered, missed, published.id, order];
}

export async function names(client: Client) {
  // tag::names[]
  const first = user.replaceAll("+", "+2B").replaceAll("-", "+2D");
  await client.join(`dm-${first}-${peer}`);
  // end::names[]
}

export function answering(client: Client) {
  // tag::answering[]
  client.answer("where", async ({ accuracy }) => await position(accuracy));
  // end::answering[]
}

export function functions() {
  // tag::functions[]
  connect(async (attempt) => `/ws/orders?token=${await token(attempt > 0)}`);
  connect("/ws/orders", { protocols: async () => [header(await token())] });
  // end::functions[]
}

export function tokens() {
  // tag::tokens[]
  connect("/ws/news");                                                        // the cookie goes along
  connect("/ws/news", { protocols: async () => [header(await token())] });    // subprotocol
  connect(async () => "/ws/news?token=" + encodeURIComponent(await token())); // query
  // end::tokens[]
}

export function plain() {
  // tag::plain[]
  const socket = new WebSocket("ws://localhost:8080/ws/chat/lobby");
  socket.onmessage = event => console.log(event.data);
  socket.onopen = () => socket.send(JSON.stringify({ username: "ann", message: "hi" }));
  // end::plain[]
}
