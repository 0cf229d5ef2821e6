/**
 * Connects many clients with the settings that browsers have, spread over rooms, and says "ready" when they are all there. When
 * each has got "the end", it prints of all of them how long they were away, in ms, and what those of each room got.
 */
import { connect } from "../../../../../runtime/src/main/js/channel-box.js";

const [url, prefix, rooms, count] = process.argv.slice(2);
const result = { away: [], gaps: 0, refused: 0, messages: {} };
let joined = 0;

async function read(room) {
  const client = connect(`${url}/ws/chat/${room}`);
  const messages = [];
  let lost;
  client.on("joined", () => {
    if (lost) {
      result.away.push(Date.now() - lost);
    } else if (++joined === Number(count)) {
      console.log("ready");
    }
    lost = undefined;
  });
  client.on("state", ({ state }) => {
    if (state === "waiting") {
      lost ??= Date.now();
    }
  });
  client.on("gap", () => result.gaps++);
  client.on("refused", () => result.refused++);
  for await (const { id, data } of client) {
    if (data === "the end") {
      break;
    }
    messages.push(id);
  }
  client.close();
  // All members of a room should have got the same.
  (result.messages[room] ??= new Set()).add(messages.join(" "));
}

await Promise.all(Array.from({ length: Number(count) }, (_, i) => read(`${prefix}-${i % Number(rooms)}`)));
console.log(JSON.stringify(result, (_, value) => (value instanceof Set ? [...value] : value)));
