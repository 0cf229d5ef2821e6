import { connect } from "./channel-box.js";

const $ = id => document.getElementById(id);
const page = Object.fromEntries(["state", "joining", "name", "group", "problem", "messages", "newer", "composer", "message", "send", "members"]
    .map(id => [id, $(id)]));

/**
 * The rule for group names of the server; it refuses others, which a script cannot see from a WebSocket. A dot alone would do
 * for the server, but a browser takes it for a directory, however it is escaped.
 */
const ALLOWED = /^(?!\.$)(?!.*\.\.)[\p{L}\p{M}\p{Nd}._:@+-]+$/u;
const REMEMBERED = "channel-box-chat";
/** What the state of the client is called here; it tries again while it waits. */
const STATES = { connecting: "connecting", open: "online", waiting: "reconnecting", closed: "offline" };

let me = null;          // who joined what: {name, group}
let client = null;
let unread = 0;

// --- connecting: the client reconnects by itself, and gets what was said meanwhile ---

function join(name, group) {
    client?.close();
    me = { name, group };
    remember();
    history.replaceState(null, "", "?" + new URLSearchParams(me));
    page.message.placeholder = `Say something to ${group}`;
    showProblem("");
    page.messages.replaceChildren();
    page.members.replaceChildren();
    const joined = client = connect(`/ws/chat/${encodeURIComponent(group)}?name=${encodeURIComponent(name)}`);
    show(joined.state);
    const on = (type, handler) => joined.on(type, event => joined === client && handler(event));
    on("state", ({ state, attempt, error }) => {
        show(state === "connecting" && attempt > 0 ? "waiting" : state);
        showProblem(error?.message ?? "");
    });
    on("message", ({ data }) => received(data));
    on("gap", ({ missed }) => note(missed === undefined ? "You may have missed messages."
        : missed === 1 ? "You missed 1 message." : `You missed ${missed} messages.`));
    on("presence", ({ members, size }) => showMembers(members, size));
}

// --- remembering: storage may be switched off, or hold what is not ours ---

function remember() {
    try {
        localStorage.setItem(REMEMBERED, JSON.stringify(me));
    } catch {
        // Then name and group have to be typed again, no more.
    }
}

function remembered() {
    try {
        return JSON.parse(localStorage.getItem(REMEMBERED)) ?? {};
    } catch {
        return {};
    }
}

// --- showing ---

function show(state) {
    page.state.textContent = page.state.dataset.state = STATES[state];
    page.send.disabled = state !== "open";
}

function showProblem(text) {
    page.problem.textContent = text;
    page.problem.hidden = !text;
}

function received(said) {
    // Others may send anything to the group, from outside of the chat.
    const isChat = typeof said?.username === "string" && typeof said?.message === "string";
    append(isChat ? said.username : "", isChat ? said.message : JSON.stringify(said));
}

function note(text) {
    const atBottom = isAtBottom();
    page.messages.append(element("li", "note", text));
    if (atBottom) {
        scrollToEnd();
    }
}

function append(username, text) {
    const atBottom = isAtBottom();
    const own = username === me?.name;
    const item = element("li");
    item.dataset.author = username;
    if (page.messages.lastElementChild?.dataset.author !== username) {
        item.className = "first";
        item.append(avatar(username), element("span", "author", username || "system"));
    }
    item.classList.toggle("own", own);
    item.append(element("span", "text", text));
    page.messages.append(item);
    if (atBottom || own) {
        scrollToEnd();
    } else {
        page.newer.hidden = false;
    }
    if (document.hidden) {
        document.title = `(${++unread}) channel-box chat`;
    }
}

function isAtBottom() {
    const { scrollTop, clientHeight, scrollHeight } = page.messages;
    return scrollTop + clientHeight >= scrollHeight - 40;
}

function scrollToEnd() {
    page.messages.scrollTop = page.messages.scrollHeight;
    page.newer.hidden = true;
}

/** Whoever has several pages open is there once. */
function showMembers(members, size) {
    const connections = new Map();
    for (const { attributes } of members) {
        const name = attributes?.name ?? "";
        connections.set(name, (connections.get(name) ?? 0) + 1);
    }
    const names = [...connections.keys()].sort((a, b) => !a - !b || a.localeCompare(b));
    page.members.replaceChildren(...names.map(name => member(name, connections.get(name))));
    if (members.length < size) {
        page.members.append(element("li", "", `${size} connections`));
    }
}

function member(name, connections) {
    const item = element("li");
    item.append(avatar(name), element("span", "who", name || "somebody"));
    if (connections > 1) {
        item.append(element("span", "times", `× ${connections}`));
    }
    return item;
}

function avatar(name) {
    const initials = name.trim().split(/\s+/).slice(0, 2).map(word => [...word][0]).join("").toUpperCase();
    const circle = element("span", "avatar", initials || "·");
    circle.ariaHidden = "true";
    let hash = 7;
    for (const character of name) {
        hash = (hash * 31 + character.codePointAt(0)) % 360;
    }
    circle.style.setProperty("--hue", hash);
    return circle;
}

function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
}

// --- what people do ---

page.joining.addEventListener("submit", event => {
    event.preventDefault();
    const name = page.name.value.trim();
    const group = page.group.value.trim();
    if (!name) {
        showProblem("Please say who you are.");
    } else if (!ALLOWED.test(group)) {
        showProblem("A group name has letters and digits, and . _ : @ + - (not two dots in a row, nor a dot alone).");
    } else {
        join(name, group);
        page.message.focus();
    }
});

page.composer.addEventListener("submit", event => {
    event.preventDefault();
    const message = page.message.value.trim();
    if (message && client?.state === "open") {
        client.send({ username: me.name, message });
        page.message.value = "";
    }
});

page.newer.addEventListener("click", scrollToEnd);
page.messages.addEventListener("scroll", () => isAtBottom() && (page.newer.hidden = true));
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        unread = 0;
        document.title = "channel-box chat";
    }
});

const asked = Object.fromEntries(new URLSearchParams(location.search));
const before = remembered();
page.name.value = asked.name ?? before.name ?? "";
page.group.value = asked.group ?? before.group ?? "lobby";
if (asked.name && asked.group) {
    page.joining.requestSubmit();
}
