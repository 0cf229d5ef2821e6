/** A WebSocket that a test plays the server of. */
export class FakeSocket extends EventTarget {
  static all = [];

  static get last() {
    return FakeSocket.all.at(-1);
  }

  constructor(url, protocols) {
    super();
    this.url = url;
    this.protocols = protocols;
    this.protocol = "";
    this.sent = [];
    FakeSocket.all.push(this);
  }

  /** Accepts the upgrade, and says no more. */
  upgrade(protocol = "channelbox.v1") {
    this.protocol = protocol;
    this.dispatchEvent(new Event("open"));
    return this;
  }

  /** Accepts the upgrade and says hello. */
  open(heartbeat = 25_000) {
    return this.upgrade().frame({ type: "hello", connection: `c${FakeSocket.all.length}`, heartbeat });
  }

  frame(...frames) {
    frames.forEach((frame) => this.raw(JSON.stringify(frame)));
    return this;
  }

  raw(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
    return this;
  }

  end(code = 1006, reason = "") {
    if (code === 1006) {
      this.dispatchEvent(new Event("error"));
    }
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }

  send(data) {
    this.sent.push(data);
  }

  /** The commands of a kind that were sent. */
  commands(kind) {
    return this.sent.filter((text) => text.startsWith?.('{"channelbox":')).map((text) => JSON.parse(text))
      .filter(({ channelbox }) => channelbox === kind);
  }

  close() {
    this.closed = true;
    setTimeout(() => this.end(1000), 0);
  }
}
