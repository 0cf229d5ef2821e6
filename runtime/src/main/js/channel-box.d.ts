/**
 * Connects to a WebSocket endpoint of a Quarkus application that uses channel-box. It returns at once; the client connects,
 * and reconnects, by itself until {@link Client.close} or until the server refuses it for good.
 *
 * @param url of the endpoint; relative to the page in a browser; `http` stands for `ws`
 * @throws TypeError if it is not the address of a WebSocket
 */
export function connect(url: string | URL, options?: Options): Client;

export interface Options {
  /** What the client is up to date with, by group: {@link Client.positions} of an earlier one. */
  groups?: Record<string, MessageId>;
  /** Besides `channelbox.v1`, which has to win. */
  protocols?: string[];
  /** The shortest pause between two attempts but the first, in ms. Default: 1000. */
  minDelay?: number;
  /** The longest pause between two attempts, in ms. Default: 30000. */
  maxDelay?: number;
  /** Where there is no global one (Node.js 20): that of the package `ws`, for instance. */
  WebSocket?: new (url: string, protocols?: string[]) => any;
  /** With which a refused client asks why. Default: the global one. */
  fetch?: typeof globalThis.fetch;
}

/** Opaque: keep it, compare it for equality, give it back. */
export type MessageId = string;

export interface Message<T = any> {
  /** Absent for what was sent to a user or to several groups at once. */
  group?: string;
  /** Absent for a message that was not stored. */
  id?: MessageId;
  /** The name that the sender gave it, if any. */
  event?: string;
  /** Any JSON value, or the bytes of a binary payload. */
  data: T | Uint8Array;
}

export interface Member {
  connectionId: string;
  /** The name of the authenticated principal, if there is one. */
  principal?: string;
  /** What the application says of it. */
  attributes?: Record<string, string>;
}

export interface Events<T = any> {
  /** A message; each comes once, in the order of the group. */
  message: Message<T>;
  /** The connection is a member of a group (again). */
  joined: { group: string; id?: MessageId; recovered?: boolean; missed?: number };
  /** Messages may have been missed, or were left out since the client was too slow; if the server knows how many, it is said. Reload what depends on them. */
  gap: { group: string; missed?: number };
  /** Who has come and gone, and who is there now; in very large groups only how many there are. */
  presence: { group: string; members: Member[]; joined: Member[]; left: Member[]; size: number };
  /** The server has taken the connection out of a group. */
  left: { group: string; reason: string };
  state: {
    state: State;
    /** How many attempts have failed in a row. */
    attempt?: number;
    /** When waiting: after how many ms the next attempt comes. */
    retryIn?: number;
    /** When closed: why the client gave up. */
    error?: Error;
  };
  /** What the endpoint sends that is no frame of channelbox.v1, as it is. */
  other: any;
}

export type State = "connecting" | "open" | "waiting" | "closed";

/** Iterating over it yields the messages; what comes while the loop is busy is kept without bound. */
export interface Client<T = any> extends AsyncIterable<Message<T>> {
  readonly state: State;
  /** What the client is up to date with, by group. */
  readonly positions: Record<string, MessageId>;
  /** Who is in a group, as far as the server has told. */
  members(group: string): Member[];
  /** Calls a listener for each event of a type; returns what takes it off again. */
  on<E extends keyof Events<T>>(type: E, listener: (event: Events<T>[E]) => void): () => void;
  /**
   * Sends to the endpoint: strings and binary data as they are, anything else as JSON. Nothing is queued.
   *
   * @throws Error while the client is not open
   */
  send(value: unknown): void;
  /** Ends the client for good. */
  close(): void;
}
