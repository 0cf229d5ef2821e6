/** Runs a crowd in Node.js: each line of the input is a call, `{ method, parameters }`, and each line of the output its result. */
import { createInterface } from "node:readline";
import { connect } from "../../../../../runtime/src/main/js/channel-box.js";
import { Crowd } from "../../main/resources/META-INF/resources/crowd.js";

const crowd = new Crowd(connect, process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const { method, parameters } = JSON.parse(line);
  console.log(JSON.stringify((await crowd[method](...parameters)) ?? null));
}
process.exit();
