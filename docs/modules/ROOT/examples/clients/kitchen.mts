import { connect } from "channel-box";
import type { KitchenSocketMessages } from "./channel-box.generated.js";

const client = connect<KitchenSocketMessages>("/ws/kitchens/main");
const ticket = await client.request("order", { name: "soup", count: 2 });
console.log(ticket.dish?.name);
