import { connect } from "channel-box";

interface Shop {
  events: { shipped: { order: number }; cancelled: { order: number; why: string } }; // of messages
  requests: { track: { data: number; reply: { place: string } } }; // what the client requests
  asks: { confirm: { data: { order: number }; reply: boolean } }; // what the client is asked
}

const client = connect<Shop>("/ws/orders");

client.on("message", (message) => {
  if (message.event === "cancelled") {
    console.log(message.data.why); // known to be a string
  }
});
client.answer("confirm", ({ order }) => confirm(`Order ${order}?`));

const { place } = await client.request("track", 7);
console.log(place);
