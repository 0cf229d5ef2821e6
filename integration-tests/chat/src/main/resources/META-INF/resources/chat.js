// @ts-check
import { connect } from "./channel-box.js";

/**
 * What travels, for the types: what the build knows of the endpoint, and what members tell each other.
 * @typedef {import("./channel-box.generated.js").RoomsEndpointMessages & { events: { typing: { username: string } } }} Chat
 *
 * @typedef {import("./channel-box.js").Client<Chat>} Client
 * @typedef {{ id?: string | undefined, username: string, text: string }} Said
 * @typedef {{ note: string, action?: string, act?: () => void }} Note
 */

const TITLE = "channel-box chat";
const STORED = "channel-box-chat";
/** How many messages of a room the page shows. */
const MOST_MESSAGES = 500;
/** How often somebody who types says so, and how long it is believed, in ms. */
const TYPING_EVERY = 2_000;
const TYPING_LASTS = 4_000;
/** How many names of people who type are kept: anybody may send any name. */
const MOST_TYPISTS = 20;
/** How long the bar says that all is well again, in ms. */
const GOOD_NEWS_LASTS = 6_000;
const SEND_TIMEOUT = 10_000;
/** What the state of the client is called here. */
const STATES = { connecting: "connecting", open: "online", waiting: "reconnecting", closed: "offline" };

/** @type {<T extends HTMLElement = HTMLElement>(id: string) => T} */
const $ = id => /** @type {any} */ (document.getElementById(id));
const field = { name: /** @type {HTMLInputElement} */ ($("name")), firstRoom: /** @type {HTMLInputElement} */ ($("first-room")),
    room: /** @type {HTMLInputElement} */ ($("room")), message: /** @type {HTMLTextAreaElement} */ ($("message")) };

let me = "";
/** @type {Client | undefined} */
let client;
/** The rooms that are open, by the name of their group, in the order of their tabs. @type {Map<string, Room>} */
const rooms = new Map();
/** The one that is shown. @type {Room | undefined} */
let active;
/** After a reconnect: the rooms that are not joined again yet, and those where messages are missing. */
const back = { /** @type {Set<Room>} */ awaited: new Set(), /** @type {Set<Room>} */ missing: new Set() };

// --- a room: what was said there, and who is there ---

class Room {
    /** @type {(Said | Note)[]} */
    entries = [];
    /** @type {import("./channel-box.js").Member[]} */
    members = [];
    size = 0;
    unread = 0;
    draft = "";
    /** Why the draft could not be sent. */
    unsent = "";
    /** What may have been sent already: with the same key it is not sent twice. @type {{ message: string, key: string } | undefined} */
    unsure;
    toldTyping = 0;
    /** Who is typing, and what ends it. @type {Map<string, number>} */
    typists = new Map();
    log = element("ol", "messages");
    tab = element("li");
    /** The newest message that was read, also before the page was loaded anew. @type {string | undefined} */
    seen;

    /** @param {string} name */
    constructor(name) {
        this.name = name;
        this.group = `chat-${name}`;
        this.typing = `typing-${name}`;
        this.seen = stored(sessionStorage).seen?.[this.group];
        this.log.tabIndex = 0;
        this.log.role = "log";
        this.log.ariaLabel = `Messages in ${name}`;
        this.log.addEventListener("scroll", () => isAtEnd(this) && this === active && ($("newer").hidden = true));
    }

    /** @param {Said} said */
    received(said) {
        if (said.id && this.entries.some(entry => "id" in entry && entry.id === said.id)) {
            return; // The history had it.
        }
        this.stopsTyping(said.username);
        this.append(said);
        this.unread = said.id && said.id === this.seen ? 0 : this.unread + 1;
        if (isRead(this)) {
            this.read();
        }
        showTab(this);
    }

    /** @param {Said | Note} entry */
    append(entry) {
        const atEnd = isAtEnd(this) || ("username" in entry && entry.username === me);
        const item = itemOf(entry, this.entries.at(-1));
        this.entries.push(entry);
        this.log.append(item);
        while (this.entries.length > MOST_MESSAGES) {
            this.entries.shift();
            this.log.firstElementChild?.remove();
        }
        atEnd ? scrollToEnd(this) : this === active && ($("newer").hidden = false);
    }

    /** Shows other entries than before. @param {(Said | Note)[]} entries */
    replace(entries) {
        const atEnd = isAtEnd(this);
        this.entries = entries.slice(-MOST_MESSAGES);
        this.log.replaceChildren(...this.entries.map((entry, i) => itemOf(entry, this.entries[i - 1])));
        atEnd && scrollToEnd(this);
    }

    read() {
        this.unread = 0;
        this.seen = lastId(this.entries) ?? this.seen;
        remember();
    }

    /** @param {string} name */
    startsTyping(name) {
        if (this.typists.has(name) || this.typists.size < MOST_TYPISTS) {
            clearTimeout(this.typists.get(name));
            this.typists.set(name, setTimeout(() => this.stopsTyping(name), TYPING_LASTS));
            showTyping();
        }
    }

    /** @param {string} name */
    stopsTyping(name) {
        clearTimeout(this.typists.get(name));
        this.typists.delete(name);
        showTyping();
    }
}

/** @param {(Said | Note)[]} entries @returns {string | undefined} */
function lastId(entries) {
    const last = entries.findLast(entry => "id" in entry && entry.id);
    return last && "id" in last ? last.id : undefined;
}

/** @param {Room} room */
function isRead(room) {
    return room === active && !document.hidden;
}

// --- connecting: the client reconnects by itself, joins its groups again, and gets what was said meanwhile ---

/** @param {string} name @param {string[]} names of rooms @param {string} [first] the one to show */
function start(name, names, first = names[0]) {
    me = name;
    showProblem("");
    $("entry").hidden = true;
    $("chat").hidden = $("person").hidden = $("state").hidden = false;
    $("me").textContent = me;
    client = connect(`/ws/rooms?${new URLSearchParams({ name })}`);
    listen(client);
    names.forEach(open);
    activate(rooms.get(`chat-${first}`) ?? [...rooms.values()][0]);
}

/** @param {Client} mine */
function listen(mine) {
    /** @type {Client["on"]} */
    const on = (type, listener) => mine.on(type, event => { mine === client && listener(event); });
    let wasOpen = false;
    let refusal = "";
    showState("connecting");
    on("refused", ({ status, reason }) => {
        refusal = reason ? `The server says: ${reason}.` : status ? `The server answers with ${status}.` : "";
        showWaiting(undefined, refusal);
    });
    on("state", ({ state, retryIn, error }) => {
        showState(state === "connecting" && wasOpen ? "waiting" : state);
        if (state === "waiting") {
            rooms.forEach(room => room.typists.forEach((_, name) => room.stopsTyping(name)));
            showWaiting(retryIn, "");
        } else if (state === "connecting" && wasOpen) {
            showBar("wait", `Reconnecting… ${refusal}`);
        } else if (state === "closed" && error) {
            showBar("bad", `Not connected. ${messageOf(error)}`);
            $("again").hidden = false;
        } else if (state === "open") {
            back.missing.clear();
            back.awaited = new Set(wasOpen ? rooms.values() : []);
            wasOpen ? showBack() : showBar("", "");
            wasOpen = true;
            refusal = "";
        }
    });
    on("joined", ({ group }) => isBack(rooms.get(group)));
    on("gap", ({ group, missed }) => isIncomplete(rooms.get(group), missed));
    on("left", ({ group, reason, code }) => isOut(rooms.get(group), code ? `${reason} (${code})` : reason));
    on("presence", ({ group, members, size }) => {
        const room = rooms.get(group);
        if (room) {
            Object.assign(room, { members, size });
            showMembers();
        }
    });
    on("message", ({ group = "", id, event, data }) => {
        if (event === "typing") {
            const name = data?.username;
            if (typeof name === "string" && name !== me) {
                [...rooms.values()].find(room => room.typing === group)?.startsTyping(name.slice(0, 50));
            }
        } else {
            rooms.get(group)?.received({ id, ...said(data) });
        }
    });
}

/** Others may send anything to the group, from outside of the chat. @param {any} data */
function said(data) {
    const isChat = typeof data?.username === "string" && typeof data?.message === "string";
    return { username: isChat ? data.username : "", text: isChat ? data.message : JSON.stringify(data) };
}

/** Opens a tab. @param {string} name */
function open(name) {
    const room = new Room(name);
    if (!rooms.has(room.group)) {
        rooms.set(room.group, room);
        $("logs").append(room.log);
        $("rooms").append(room.tab);
        room.log.hidden = true;
        showTab(room);
        join(room);
    }
    return /** @type {Room} */ (rooms.get(room.group));
}

/** @param {Room} room */
async function join(room) {
    try {
        await client?.join(room.group);
        if (isOpen(room)) {
            await client?.join(room.typing);
        }
    } catch (error) {
        // The client itself says when the connection has ended for good, and it was told when a room was left.
        if (error instanceof Error && error.name === "CommandError" && isOpen(room)) {
            close(room);
            showProblem(`You cannot join “${room.name}”: ${error.message}`);
        }
    }
}

/** @param {Room} room */
function isOpen(room) {
    return rooms.get(room.group) === room;
}

/** Closes a tab. @param {Room} room */
function close(room) {
    const all = [...rooms.values()];
    const at = all.indexOf(room);
    rooms.delete(room.group);
    back.awaited.delete(room);
    back.missing.delete(room);
    room.log.remove();
    room.tab.remove();
    // Whatever becomes of it, the room is not shown any more; without a connection there is nothing to leave.
    client?.leave(room.group).catch(() => {});
    client?.leave(room.typing).catch(() => {});
    if (rooms.size === 0) {
        leave();
    } else {
        activate(room === active ? all[at + 1] ?? all[at - 1] : active);
    }
}

/** Back to the beginning. */
function leave() {
    const first = active?.name;
    client?.close();
    client = active = undefined;
    rooms.clear();
    $("logs").replaceChildren();
    $("rooms").replaceChildren();
    $("entry").hidden = false;
    $("chat").hidden = $("person").hidden = $("state").hidden = true;
    showState("closed");
    showBar("", "");
    document.title = TITLE;
    history.replaceState(null, "", location.pathname);
    field.firstRoom.value = first ?? field.firstRoom.value;
    field.name.focus();
}

// --- after a break: what was missed ---

/** @param {Room | undefined} room */
function isBack(room) {
    if (room && back.awaited.delete(room)) {
        showBack();
    }
}

/** @param {Room | undefined} room @param {number} [missed] */
function isIncomplete(room, missed) {
    if (room) {
        back.missing.add(room);
        /** @type {Note} */
        const gap = { note: "" };
        room.append(gap);
        fill(room, gap, missed);
    }
}

/** Fills a gap with what the history still has. @param {Room} room @param {Note} gap @param {number} [missed] */
async function fill(room, gap, missed) {
    const many = missed === undefined ? "Some messages may be" : missed === 1 ? "1 message is" : `${missed} messages are`;
    try {
        const response = await fetch(`/api/groups/${encodeURIComponent(room.group)}/history`);
        if (!response.ok) {
            throw new Error(`the server answered with ${response.status}`);
        }
        /** @type {Said[]} */
        const kept = (await response.json()).map((/** @type {any} */ { id, payload }) => ({ id, ...said(payload) }));
        const ids = new Set(kept.map(({ id }) => id));
        const at = room.entries.indexOf(gap);
        const before = room.entries.slice(0, Math.max(at, 0));
        const shown = new Set(before.map(entry => "id" in entry && entry.id));
        const last = lastId(before);
        // The history reaches back to what was there before: nothing is missing. Or there was nothing.
        const isWhole = last ? ids.has(last) : missed === undefined;
        Object.assign(gap, { note: `${many} missing here.`, action: undefined });
        room.replace([...before, ...isWhole ? [] : [gap], ...kept.filter(({ id }) => !shown.has(id)),
            ...room.entries.slice(at + 1).filter(entry => !("id" in entry && ids.has(/** @type {string} */ (entry.id))))]);
        if (isWhole) {
            back.missing.delete(room);
        }
    } catch (error) {
        const note = `${many} missing here, and the history did not come: ${messageOf(error)}.`;
        Object.assign(gap, { note, action: "Try again", act: () => fill(room, gap, missed) });
        room.replace(room.entries);
    }
    showBack();
}

/** The server took the page out of a room. @param {Room | undefined} room @param {string} [reason] */
function isOut(room, reason = "left") {
    if (room) {
        isBack(room);
        Object.assign(room, { members: [], size: 0 });
        showMembers();
        room.append({ note: `You are not in this room any more: ${reason}.`, action: "Join again", act: () => join(room) });
    }
}

// --- remembering: storage may be switched off, or hold what is not ours ---

function remember() {
    const names = [...rooms.values()].map(({ name }) => name);
    history.replaceState(null, "", "?" + new URLSearchParams([...names.map(name => ["room", name]), ["name", me]]));
    const seen = Object.fromEntries([...rooms.values()].filter(room => room.seen).map(room => [room.group, room.seen]));
    try {
        localStorage.setItem(STORED, JSON.stringify({ name: me, room: active?.name }));
        sessionStorage.setItem(STORED, JSON.stringify({ active: active?.name, seen }));
    } catch {
        // Then name and room have to be typed again, no more.
    }
}

/** @param {Storage} storage */
function stored(storage) {
    try {
        return JSON.parse(storage.getItem(STORED) ?? "") ?? {};
    } catch {
        return {};
    }
}

// --- showing the connection ---

/** @param {keyof typeof STATES} state */
function showState(state) {
    $("state").textContent = $("state").dataset["state"] = STATES[state];
}

/** @type {number | undefined} */
let barTimer;

/** @param {string} kind @param {string} text @param {string} [rest] */
function showBar(kind, text, rest = "") {
    clearTimeout(barTimer);
    $("bar").hidden = !text;
    $("bar").dataset["kind"] = kind;
    $("bar-text").textContent = text;
    $("countdown").textContent = rest;
    $("again").hidden = true;
}

let attemptAt = 0;

/** @param {number | undefined} retryIn in ms; undefined: as before @param {string} refusal */
function showWaiting(retryIn, refusal) {
    if (client?.state === "waiting") {
        attemptAt = retryIn === undefined ? attemptAt : Date.now() + retryIn;
        const seconds = Math.max(0, Math.ceil((attemptAt - Date.now()) / 1000));
        showBar("wait", `No connection. ${refusal}`, `Reconnecting in ${seconds} s`);
        barTimer = setTimeout(() => showWaiting(undefined, refusal), 1_000);
    }
}

/** What became of the rooms after a reconnect. */
function showBack() {
    if (client?.state !== "open") {
        return;
    }
    const names = [...back.missing].map(({ name }) => name).join(", ");
    if (back.awaited.size > 0) {
        showBar("wait", "Connected again. Fetching what was said meanwhile…");
    } else {
        names ? showBar("wait", `Some messages may be missing in ${names}.`)
            : showBar("good", "Connected again. Nothing was missed.");
        barTimer = setTimeout(() => showBar("", ""), GOOD_NEWS_LASTS);
    }
}

/** @param {string} text */
function showProblem(text) {
    $("problem").textContent = text;
    $("problem").hidden = !text;
}

// --- showing rooms ---

/** @param {Room | undefined} room */
function activate(room) {
    if (!room) {
        return;
    }
    const before = active;
    active = room;
    rooms.forEach(each => (each.log.hidden = each !== room));
    field.message.value = room.draft;
    field.message.placeholder = `Say something in ${room.name}`;
    isRead(room) && room.read();
    remember();
    rooms.forEach(showTab);
    showMembers();
    showTyping();
    showUnsent();
    if (before !== room) {
        scrollToEnd(room);
        room.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
}

/** @param {Room} room */
function showTab(room) {
    const label = /** @type {HTMLButtonElement} */ (room.tab.querySelector(".room") ?? element("button", "room"));
    const isNew = !label.parentElement;
    label.ariaCurrent = room === active ? "true" : null;
    const name = element("span", "label", room.name);
    const unread = element("span", "unread", room.unread > 99 ? "99+" : String(room.unread));
    unread.ariaLabel = `${room.unread} unread`;
    unread.role = "img";
    label.replaceChildren(name, ...room.unread ? [unread] : []);
    if (isNew) {
        const cross = element("button", "close", "×");
        cross.ariaLabel = `Leave ${room.name}`;
        cross.addEventListener("click", () => close(room));
        label.addEventListener("click", () => { activate(room); field.message.focus(); });
        room.tab.append(label, cross);
    }
    const all = [...rooms.values()].reduce((sum, { unread }) => sum + unread, 0);
    document.title = `${all ? `(${all}) ` : ""}${active ? `${active.name} · ` : ""}${TITLE}`;
}

/** Whoever has several pages open is there once. */
function showMembers() {
    const { members, size } = active ?? { members: [], size: 0 };
    /** @type {Map<string, number>} */
    const connections = new Map();
    for (const { attributes } of members) {
        const name = attributes?.["name"] ?? "";
        connections.set(name, (connections.get(name) ?? 0) + 1);
    }
    const names = [...connections.keys()].sort((a, b) => Number(!a) - Number(!b) || a.localeCompare(b));
    $("members").replaceChildren(...names.map(name => memberOf(name, connections.get(name) ?? 0)));
    if (members.length < size) {
        $("members").append(element("li", "", `${size} connections`));
    }
}

/** @param {string} name @param {number} connections */
function memberOf(name, connections) {
    const item = element("li");
    item.append(avatarOf(name), element("span", "who", name || "somebody"));
    if (connections > 1) {
        item.append(element("span", "times", `× ${connections}`));
    }
    return item;
}

function showTyping() {
    const names = [...active?.typists.keys() ?? []];
    $("typing").textContent = names.length === 0 ? "" : names.length > 2 ? "Several people are typing…"
        : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing…`;
}

function showUnsent() {
    $("unsent").textContent = active?.unsent ?? "";
    $("unsent").hidden = !active?.unsent;
}

/** @param {Said | Note} entry @param {Said | Note} [before] */
function itemOf(entry, before) {
    const item = element("li");
    if ("note" in entry) {
        item.className = "note";
        item.append(element("span", "", entry.note));
        if (entry.action) {
            const button = element("button", "quiet", entry.action);
            button.addEventListener("click", () => { button.remove(); entry.act?.(); });
            item.append(button);
        }
        return item;
    }
    if (!before || "note" in before || before.username !== entry.username) {
        item.className = "first";
        item.append(avatarOf(entry.username), element("span", "author", entry.username || "system"));
    }
    item.classList.toggle("own", entry.username === me);
    item.append(element("span", "text", entry.text));
    return item;
}

/** @param {string} name */
function avatarOf(name) {
    const initials = name.trim().split(/\s+/).slice(0, 2).map(word => [...word][0]).join("").toUpperCase();
    const circle = element("span", "avatar", initials || "·");
    circle.ariaHidden = "true";
    let hash = 7;
    for (const character of name) {
        hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
    }
    circle.style.setProperty("--hue", String(hash));
    return circle;
}

/** Text is only ever text, and its direction its own. @param {string} tag */
function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    made.className = className;
    if (text) {
        made.dir = "auto";
        made.textContent = text;
    }
    return made;
}

/** @param {Room} room */
function isAtEnd({ log: { scrollTop, clientHeight, scrollHeight } }) {
    return scrollTop + clientHeight >= scrollHeight - 40;
}

/** @param {Room} room */
function scrollToEnd(room) {
    room.log.scrollTop = room.log.scrollHeight;
    if (room === active) {
        $("newer").hidden = true;
    }
}

/** @param {unknown} error */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

// --- what people do ---

/** What cannot be sent goes back into the field. @param {Room} room */
async function send(room) {
    const message = room.draft.trim();
    if (!message) {
        return;
    }
    const key = room.unsure?.message === message ? room.unsure.key : `${client?.connectionId}/${Date.now()}/${Math.random()}`;
    write(room, "", "");
    try {
        await client?.request("message", { room: room.name, username: me, message, key }, { timeout: SEND_TIMEOUT });
        room.unsure = undefined;
    } catch (error) {
        room.unsure = { message, key };
        write(room, room.draft ? `${message}\n${room.draft}` : message, unsentBecause(error));
    }
}

/** @param {unknown} error */
function unsentBecause(error) {
    switch (error instanceof Error && error.name) {
        case "NotConnectedError":
            return "Not sent: there is no connection.";
        case "OutcomeUnknownError":
        case "TimeoutError":
            return "Perhaps not sent: no answer came. Send it again, it will not be there twice.";
        default:
            return `Not sent: ${messageOf(error)}`;
    }
}

/** @param {Room} room @param {string} draft @param {string} unsent */
function write(room, draft, unsent) {
    Object.assign(room, { draft, unsent, toldTyping: 0 });
    if (room === active) {
        field.message.value = draft;
        showUnsent();
    }
}

/** Tells the others, now and then; nobody misses it who does not get it. @param {Room} room */
function tellTyping(room) {
    const now = Date.now();
    if (room.draft && now - room.toldTyping > TYPING_EVERY) {
        room.toldTyping = now;
        client?.publish(room.typing, { username: me }, { event: "typing" }).catch(() => {});
    }
}

$("entry").addEventListener("submit", event => {
    event.preventDefault();
    const name = field.name.value.trim();
    const room = field.firstRoom.value.trim();
    if (name && room) {
        start(name, [room]);
        field.message.focus();
    } else {
        showProblem("Please give a name and a room.");
    }
});
$("adding").addEventListener("submit", event => {
    event.preventDefault();
    const name = field.room.value.trim();
    if (name) {
        showProblem("");
        field.room.value = "";
        activate(open(name));
        field.message.focus();
    }
});
$("composer").addEventListener("submit", event => {
    event.preventDefault();
    active && send(active);
    field.message.focus();
});
field.message.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        active && send(active);
    }
});
field.message.addEventListener("input", () => {
    if (active) {
        active.draft = field.message.value;
        tellTyping(active);
    }
});
$("newer").addEventListener("click", () => active && scrollToEnd(active));
$("out").addEventListener("click", leave);
$("again").addEventListener("click", () => location.reload());
document.addEventListener("visibilitychange", () => {
    if (active && isRead(active)) {
        active.read();
        showTab(active);
    }
});

const address = new URLSearchParams(location.search);
const before = stored(localStorage);
const names = address.getAll("room").map(name => name.trim()).filter(name => name);
field.name.value = address.get("name") ?? before.name ?? "";
field.firstRoom.value = names[0] ?? before.room ?? "lobby";
if (address.get("name")?.trim() && names.length > 0) {
    start(field.name.value.trim(), names, stored(sessionStorage).active);
}
