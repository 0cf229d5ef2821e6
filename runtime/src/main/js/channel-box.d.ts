/**
 * Connects to a WebSocket endpoint of a Quarkus application that uses channel-box. It returns at once; the client connects,
 * and reconnects, by itself until {@link Client.close}, or until the server ends it for good.
 *
 * @param url of the endpoint; relative to the page in a browser; `http` stands for `ws`. A function is asked at each attempt.
 * @throws TypeError if it is not the address of a WebSocket
 *
 * @example
 * interface Shop {
 *   events: { shipped: Shipment };                       // what messages carry, by their event
 *   requests: { track: { data: string; reply: Place } }; // what the client may request
 *   asks: { confirm: { data: Order; reply: boolean } };  // what the client is asked
 * }
 * const client = connect<Shop>("/ws/orders");
 */
export function connect<M extends Messages = Untyped>(url: PerAttempt<string | URL>, options?: Options): Client<M>;

/** What travels, by the name of the event. All of it may be left out, and then is not typed. */
export interface Messages {
  /** The data of messages, by event; also of what the client publishes. */
  events?: object;
  /** What {@link Client.request} sends and gets, by event: `{ data, reply }`. */
  requests?: object;
  /** What the handlers of {@link Client.answer} get and give, by event: `{ data, reply }`. */
  asks?: object;
}

/** Where no types are given. */
export interface Untyped extends Messages {
  events?: never;
  requests?: never;
  asks?: never;
}

/**
 * A value, or a function that is asked for it at each attempt, so that a token can be renewed. It gets how many attempts have
 * failed in a row. If it fails, or takes longer than 10 s, the attempt has failed, and another one follows.
 */
export type PerAttempt<T> = T | ((attempt: number) => T | Promise<T>);

export interface Options {
  /** What the client is up to date with, by group: {@link Client.positions} of an earlier one. */
  groups?: Record<string, MessageId>;
  /** Besides `channelbox.v1`, which has to win. A function is asked at each attempt. */
  protocols?: PerAttempt<readonly string[]>;
  /** The shortest pause between two attempts but the first, in ms. Default: 1000. */
  minDelay?: number;
  /** The longest pause between two attempts, in ms. Default: 30000. */
  maxDelay?: number;
  /**
   * The span that a command belongs to, as headers of W3C Trace Context: what `propagation.inject` of OpenTelemetry fills. It is
   * called for each command, within the call of `publish`, `request` or `leave`; what it throws the command fails with.
   */
  trace?: () => { traceparent?: string; tracestate?: string } | undefined;
  /** Where there is no global one (Node.js 20): that of the package `ws`, for instance. */
  WebSocket?: new (url: string, protocols?: string[]) => any;
  /** With which a refused client asks why. Default: the global one. */
  fetch?: typeof globalThis.fetch;
}

/** Opaque: keep it, compare it for equality, give it back. */
export type MessageId = string;

/** What every message has. */
export interface Envelope<E, D> {
  /** Absent for what was sent to a user, to one connection or to several groups at once. */
  group?: string;
  /** Absent for a message that was not stored. */
  id?: MessageId;
  /** The name that the sender gave it. */
  event: E;
  /** Any JSON value, or the bytes (`Uint8Array`) of a binary payload. */
  data: D;
}

/** A message to which the sender gave no name. */
export interface UnnamedMessage<D = unknown> extends Omit<Envelope<never, D>, "event"> {
  event?: never;
}

/** A message, when nothing is known of it. */
export interface UntypedMessage extends Omit<Envelope<string, any>, "event"> {
  /** The name that the sender gave it, if any. */
  event?: string;
}

/** A message: its `event` tells the type of its `data`. */
export type Message<M extends Messages = Untyped> = [Known<M, "events">] extends [never]
  ? UntypedMessage
  : { [E in keyof Known<M, "events"> & string]: Envelope<E, Known<M, "events">[E]> }[keyof Known<M, "events"> & string]
    | UnnamedMessage;

/** The types that were given for one of the three, or never. */
export type Known<M extends Messages, K extends keyof Messages> = M extends Record<K, infer T> ? T : never;

/** The names of events of one of the three. */
export type EventName<M extends Messages, K extends keyof Messages> = [Known<M, K>] extends [never]
  ? string
  : keyof Known<M, K> & string;

/** The data of an event that messages carry. */
export type DataOf<M extends Messages, E> = [Known<M, "events">] extends [never]
  ? any
  : E extends keyof Known<M, "events"> ? Known<M, "events">[E] : never;

/** The `data` or the `reply` of a request or an ask. */
export type PartOf<M extends Messages, K extends "requests" | "asks", E, P extends "data" | "reply"> =
  [Known<M, K>] extends [never] ? any
  : E extends keyof Known<M, K> ? (Known<M, K>[E] extends { [Q in P]: infer T } ? T : undefined) : never;

/** A connection that is in a group, or a person where presence is by user. */
export interface Member {
  /** The id of the connection; absent where presence is by user. */
  connectionId?: string;
  /** The name of the authenticated principal, if there is one. */
  principal?: string;
  /** How many connections the user has in the group, where presence is by user. */
  connections?: number;
  /** What the application says of it. */
  attributes?: Record<string, string>;
}

/** What a join comes to. */
export interface Joined {
  /** What the client is up to date with, before what is replayed. */
  id?: MessageId;
  /** Whether all that followed the client's position comes; absent if it had none. */
  recovered?: boolean;
  /** How many messages are missing, if it is known. */
  missed?: number;
}

/** What listeners get, by type. */
export interface Events<M extends Messages = Untyped> {
  /**
   * A message; each comes once, in the order of the group. It counts in {@link Client.positions} when all listeners have
   * returned; what they promise is waited for.
   */
  message: Message<M>;
  /** The connection is a member of a group (again). */
  joined: Joined & { group: string };
  /**
   * Messages may have been missed, or were left out since the client was too slow; if the server knows how many, it is said.
   * Reload what depends on them.
   */
  gap: { group: string; missed?: number };
  /** Who has come and gone, and who is there now; in very large groups only how many there are. */
  presence: { group: string; members: Member[]; joined: Member[]; left: Member[]; size: number };
  /** The connection is in a group no more; with a `code` (an HTTP status) if it could not be joined again. */
  left: { group: string; reason?: string; code?: number };
  /** The state of the connection. */
  state: StateEvent;
  /** An attempt to connect has failed. {@link Client.close} ends it; otherwise the client tries again, unless it is `final`. */
  refused: Refused;
  /**
   * What the endpoint sends that is no frame of channelbox.v1, as it is: text, or binary data. Also a `reply` without `ref`, as
   * text: what was sent by {@link Client.send} could not be decoded.
   */
  other: any;
}

export type State = "connecting" | "open" | "waiting" | "closed";

export interface StateEvent {
  state: State;
  /** When connecting or waiting: how many attempts have failed in a row, the break of a connection counted as one. */
  attempt?: number;
  /** When waiting: after how many ms the next attempt comes. */
  retryIn?: number;
  /** When open: the server's id of the connection. */
  connection?: string;
  /**
   * When waiting or closed: the server has closed it, nothing came although it should have, or the attempt has failed.
   * Absent after {@link Client.close}.
   */
  why?: "closed" | "silent" | "refused";
  /** The code with which the WebSocket was closed; 1006 if it broke. */
  code?: number;
  /** What the server says of it. */
  reason?: string;
  /** When closed, but not by {@link Client.close}: why for good. When waiting: what the function that was asked threw. */
  error?: unknown;
}

export interface Refused {
  /** With which HTTP status, as far as the server can be asked. */
  status?: number;
  /** Why, as far as it is known. */
  reason?: string;
  /** The close code, if the WebSocket was closed before it was ready. */
  code?: number;
  /** What the function for address or protocols threw. */
  error?: unknown;
  /** After how many ms the next attempt comes. */
  retryIn: number;
  /** Whether the client gives up, since nothing can change. */
  final: boolean;
}

/** The server has refused a command, or failed at it. */
export class CommandError extends Error {
  /** As an HTTP status: 400, 401, 403, 404, 413, 429, 500 or 503; of an event also what the endpoint chose, 400 to 599. */
  readonly code: number;
  /** What the server says. */
  readonly reason: string;
  constructor(error: { code: number; reason: string });
}

/**
 * Iterating over it yields the messages from then on; a message counts as had when the loop comes back for the next one. What
 * comes while the loop is busy is kept without bound.
 *
 * The promises of commands reject with a {@link CommandError} where the server says no; otherwise with an error whose `name` is
 * `NotConnectedError` (it was not sent), `OutcomeUnknownError` (the connection broke before the answer came), `TimeoutError`,
 * `TooManyCommandsError` (1,000 wait for their answer) or `AbortError` (the group was left before it was joined), and with a
 * `TypeError` for what is no JSON.
 */
export interface Client<M extends Messages = Untyped> extends AsyncIterable<Message<M>> {
  readonly state: State;
  /** The server's id of the connection, while there is one. */
  readonly connectionId: string | undefined;
  /** What the application has had, by group: what `connect` takes as `groups` to go on from there. */
  readonly positions: Record<string, MessageId>;
  /** Who is in a group, as far as the server has told. */
  members(group: string): Member[];
  /**
   * Calls a listener for each event of a type; returns what takes it off again. What a listener throws is reported as an error
   * of its own.
   */
  on<E extends keyof Events<M>>(type: E, listener: (event: Events<M>[E]) => unknown): () => void;
  /** Like {@link Client.on}, for the next event only. */
  once<E extends keyof Events<M>>(type: E, listener: (event: Events<M>[E]) => unknown): () => void;
  /**
   * Joins a group, now or when the client is connected, and again after each reconnect, each time from where it was. If that is
   * refused some day the client says so with the event `left`.
   *
   * @param options `after`: what the client is up to date with; default: what it knows of the group
   */
  join(group: string, options?: { after?: MessageId }): Promise<Joined>;
  /** Leaves a group; also one that the server has joined, until the next connection. */
  leave(group: string): Promise<void>;
  /**
   * Sends to a group, this client included, if the endpoint lets its members do so.
   *
   * @param options `key`: of several with the same key only the first is sent, so that it can be repeated after an
   *     `OutcomeUnknownError`
   * @returns the `id`, if it was stored
   */
  publish<E extends EventName<M, "events">>(
    group: string, data: DataOf<M, E>, options: { event: E; key?: string },
  ): Promise<{ id?: MessageId }>;
  publish(group: string, data: unknown, options?: { event?: never; key?: string }): Promise<{ id?: MessageId }>;
  /**
   * Asks the endpoint: its method for the event answers.
   *
   * @param options `timeout` in ms; default: 30000; `Infinity`: none
   */
  request<E extends EventName<M, "requests">>(
    event: E,
    ...rest: undefined extends PartOf<M, "requests", E, "data">
      ? [data?: PartOf<M, "requests", E, "data">, options?: { timeout?: number }]
      : [data: PartOf<M, "requests", E, "data">, options?: { timeout?: number }]
  ): Promise<PartOf<M, "requests", E, "reply">>;
  /**
   * Answers what the server asks under a name; such messages come to no listener. What the handler returns, or promises, is the
   * answer; what it throws is the error that the server gets. A second handler for an event takes the place of the first.
   *
   * @returns what takes the handler off again
   */
  answer<E extends EventName<M, "asks">>(
    event: E,
    handler: (data: PartOf<M, "asks", E, "data">, message: Envelope<E, PartOf<M, "asks", E, "data">>) =>
      PartOf<M, "asks", E, "reply"> | Promise<PartOf<M, "asks", E, "reply">>,
  ): () => void;
  /**
   * Sends to the endpoint: strings and binary data as they are, anything else as JSON. Nothing is queued.
   *
   * @throws Error while the client is not open
   * @throws TypeError for what is no JSON, or begins with `{"channelbox":`: it would be taken for a command
   */
  send(value: unknown): void;
  /** Ends the client for good. */
  close(): void;
}
