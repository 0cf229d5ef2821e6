/** How long the server has for its answer, in ms. */
const TIMEOUT = 10_000;

/**
 * Why a WebSocket did not open, which a browser does not tell a script: the server does, when it is asked for the same thing
 * with the same credentials. It is a hint: the next attempt may have another one. Undefined where nobody answers.
 */
export async function askWhy(fetch, address, protocols) {
  try {
    const response = await fetch(address.replace(/^ws/, "http"), {
      method: "POST",
      headers: { "Channel-Box-Probe": "1", "Channel-Box-Protocols": protocols.join(", ") },
      credentials: "include",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    response.body?.cancel();
    const reason = response.headers.get("Channel-Box-Refusal");
    return { status: response.status, ...(reason && { reason }) };
  } catch {
    return undefined; // Nobody there, or it may not be asked.
  }
}
