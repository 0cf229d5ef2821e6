/** Connects many clients, and prints for each what it got, up to the message of "end". */
import { connect } from "../../../../../runtime/src/main/js/channel-box.js";

const [url, count] = process.argv.slice(2);

async function read() {
  const client = connect(url, { minDelay: 20, maxDelay: 100 });
  const result = { connects: 0, gaps: 0, messages: [] };
  client.on("joined", () => result.connects++);
  client.on("gap", () => result.gaps++);
  for await (const { data } of client) {
    result.messages.push(data);
    if (data.username === "end") {
      break;
    }
  }
  client.close();
  return result;
}

for (const result of await Promise.all(Array.from({ length: Number(count) }, read))) {
  console.log(JSON.stringify(result));
}
