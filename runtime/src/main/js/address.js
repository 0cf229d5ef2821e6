/** Servers and proxies refuse longer ones, some of them much longer ones only. */
const LONGEST = 2_000;

/**
 * The address of a WebSocket, with what the client is up to date with: `resume=group@id,…`; each part is encoded, the commas
 * between them are not. Positions that do not fit are left out: the server says what it joined without one.
 *
 * @throws TypeError if it is not the address of a WebSocket
 */
export function addressOf(url, positions) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace(/^http/, "ws");
  address.hash = "";
  if (!/^wss?:$/.test(address.protocol)) {
    throw new TypeError(`Not the address of a WebSocket: ${url}`);
  }
  let result = address.href;
  let separator = `${address.search ? "&" : "?"}resume=`;
  for (const [group, id] of Object.entries(positions)) {
    const longer = result + separator + encodeURIComponent(`${group}@${id}`);
    if (longer.length < LONGEST) {
      result = longer;
      separator = ",";
    }
  }
  return result;
}
