const $ = id => document.getElementById(id);
const page = Object.fromEntries(["state", "joining", "name", "group", "problem", "messages", "newer", "composer", "message", "send", "members"]
    .map(id => [id, $(id)]));

/**
 * The rule for group names of the server; it refuses others, which a script cannot see from a WebSocket. A dot alone would do
 * for the server, but a browser takes it for a directory, however it is escaped.
 */
const ALLOWED = /^(?!\.$)(?!.*\.\.)[\p{L}\p{M}\p{Nd}._:@+-]+$/u;
const REMEMBERED = "channel-box-chat";
const GOES_AWAY_FOR_GOOD = new Set([1008]);
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
const MEMBERS_EVERY = 4_000;

let me = null;          // who joined what: {name, group}
let socket = null;
let failures = 0;       // in a row
let retry = null;
let unread = 0;

// --- connecting ---

function join(name, group) {
    me = { name, group };
    remember();
    history.replaceState(null, "", "?" + new URLSearchParams(me));
    page.message.placeholder = `Say something to ${group}`;
    failures = 0;
    showProblem("");
    page.messages.replaceChildren();
    connect("connecting");
}

function connect(state) {
    clearTimeout(retry);
    leave();
    show(state);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const current = new WebSocket(
        `${scheme}://${location.host}/ws/chat/${encodeURIComponent(me.group)}?name=${encodeURIComponent(me.name)}`);
    socket = current;
    let opened = false;
    current.onopen = () => {
        opened = true;
        failures = 0;
        // The server replays what was said: nothing of it may be there twice.
        page.messages.replaceChildren();
        show("online");
        showMembers();
    };
    current.onmessage = event => current === socket && received(event.data);
    current.onclose = event => current === socket && closed(event.code, opened);
}

/** Forgets the socket, so that nothing that still comes from it counts. */
function leave() {
    socket?.close();
    socket = null;
}

async function closed(code, opened) {
    socket = null;
    const joined = me;
    const refused = !opened && await isRefused();
    if (socket || me !== joined) {
        return; // meanwhile another group was joined
    }
    if (GOES_AWAY_FOR_GOOD.has(code)) {
        stop("The server does not want this connection.");
    } else if (refused) {
        stop("The server does not accept this group name.");
    } else {
        // Full jitter: many clients that were cut off together do not come back together.
        const delay = Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures++);
        show("reconnecting");
        retry = setTimeout(() => connect("reconnecting"), delay);
    }
}

async function isRefused() {
    try {
        const answer = await fetch(`/api/groups/${encodeURIComponent("chat-" + me.group)}`);
        return answer.status === 400;
    } catch {
        return false;
    }
}

function stop(reason) {
    me = null;
    show("offline");
    showProblem(reason);
}

function reconnectNow() {
    if (me && !socket) {
        connect("reconnecting");
    }
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
    page.state.textContent = state;
    page.state.dataset.state = state;
    page.send.disabled = state !== "online";
}

function showProblem(text) {
    page.problem.textContent = text;
    page.problem.hidden = !text;
}

function received(data) {
    let said;
    try {
        said = JSON.parse(data);
    } catch {
        said = data;
    }
    // Others may send anything to the group, from outside of the chat.
    const isChat = typeof said?.username === "string" && typeof said?.message === "string";
    append(isChat ? said.username : "", isChat ? said.message : data);
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

async function showMembers() {
    if (socket?.readyState !== WebSocket.OPEN || document.hidden) {
        return;
    }
    try {
        const answer = await fetch(`/api/groups/${encodeURIComponent("chat-" + me.group)}/members`);
        if (answer.ok) {
            page.members.replaceChildren(...(await answer.json()).map(member));
        }
    } catch {
        // The state says already that there is no connection; the next try is soon.
    }
}

function member({ name, connections }) {
    const item = element("li");
    item.append(avatar(name ?? ""), element("span", "who", name ?? "somebody"));
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
    if (message && socket?.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify({ username: me.name, message }));
        page.message.value = "";
    }
});

page.newer.addEventListener("click", scrollToEnd);
page.messages.addEventListener("scroll", () => isAtBottom() && (page.newer.hidden = true));
addEventListener("online", reconnectNow);
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        unread = 0;
        document.title = "channel-box chat";
        reconnectNow();
        showMembers();
    }
});
setInterval(showMembers, MEMBERS_EVERY);

const asked = Object.fromEntries(new URLSearchParams(location.search));
const before = remembered();
page.name.value = asked.name ?? before.name ?? "";
page.group.value = asked.group ?? before.group ?? "lobby";
if (asked.name && asked.group) {
    page.joining.requestSubmit();
}
