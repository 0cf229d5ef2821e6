const text = (value) => typeof value === "string";
const number = (value) => Number.isFinite(value) && value >= 0;
const list = (value) => Array.isArray(value) && value.every((entry) => text(entry?.connectionId ?? entry?.principal));

/** What the members of frames of channelbox.v1 are, if they are there. Later servers may send more. */
const MEMBERS = {
  __proto__: null,
  connection: text, heartbeat: number, ref: number, group: text, id: text, recovered: (value) => typeof value === "boolean",
  missed: number, event: text, ask: text, joined: list, left: list, size: number, reason: text,
  error: (value) => number(value?.code) && text(value.reason),
};
/** What has to be there, by the type of the frame. */
const REQUIRED = {
  __proto__: null,
  hello: ["connection", "heartbeat"], ping: [], joined: ["group"], message: ["data"], presence: ["group", "size"],
  gap: ["group"], left: ["group"], reply: ["ref"],
};

/**
 * The frame of channelbox.v1 that a text is, the data of a message decoded; undefined if it is none: the endpoint may send what
 * it likes besides, also with a type of ours.
 */
export function frameOf(received) {
  try {
    const { encoding, ...frame } = JSON.parse(received);
    const ours = REQUIRED[frame.type]?.every((name) => frame[name] !== undefined)
      && Object.entries(frame).every(([name, value]) => MEMBERS[name]?.(value) ?? true);
    if (ours && encoding === "base64") {
      frame.data = Uint8Array.from(atob(frame.data), (character) => character.charCodeAt(0));
    }
    return ours ? frame : undefined;
  } catch {
    return undefined;
  }
}
