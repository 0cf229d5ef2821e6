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

  open(protocol = "channelbox.v1") {
    this.protocol = protocol;
    this.dispatchEvent(new Event("open"));
    return this;
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

  close() {
    this.closed = true;
    setTimeout(() => this.end(1000), 0);
  }
}
