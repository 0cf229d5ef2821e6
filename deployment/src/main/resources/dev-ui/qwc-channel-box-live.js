import { JsonRpc } from 'jsonrpc';
import { QwcHotReloadElement } from 'qwc-hot-reload-element';

/** A stream ends after 30 seconds unless it is asked for again: nobody tells the server that a browser has gone. */
const RENEW_MILLIS = 20000;
const CLOCK_MILLIS = 1000;

/*
 * Quarkus tells the streams of all tabs apart by the number of the call alone, and each tab counts from 0: one tab would stop
 * the streams of another. The numbers are ints.
 */
JsonRpc.messageCounter += Math.floor(Math.random() * 1e9);

/**
 * A component that shows what a stream of the server tells, also after the application was started anew.
 * Names of groups and all else that clients have chosen are rendered as text; `notifier` renders HTML, and is not used.
 */
export class QwcChannelBoxLive extends QwcHotReloadElement {

    static properties = {
        _now: { state: true },
        _data: { state: true },
        _problem: { state: true },
        _outcome: { state: true },
    };

    constructor() {
        super();
        this._now = Date.now();
        this._data = null;
        this._problem = null;
        this._outcome = null;
    }

    connectedCallback() {
        super.connectedCallback();
        this.listen();
        this._renewal = setInterval(() => this.listen(), RENEW_MILLIS);
        this._clock = setInterval(() => this._now = Date.now(), CLOCK_MILLIS);
    }

    disconnectedCallback() {
        clearInterval(this._renewal);
        clearInterval(this._clock);
        clearTimeout(this._typing);
        this._observer?.cancel();
        this._observer = null;
        super.disconnectedCallback();
    }

    /** Called when the application was started anew, or the connection is there again. */
    hotReload() {
        this.listen();
    }

    /** Begins to listen, or listens to something else from now on; not if it is no longer shown when an action is done. */
    listen() {
        if (!this.isConnected) {
            return;
        }
        this._observer?.cancel();
        this._observer = this.subscribe()
            .onNext(response => {
                this._data = response.result;
                this._problem = null;
            })
            .onError(response => this._problem = response.error.message);
    }

    /** Returns a new observer of the stream; to be defined. */
    subscribe() {
        throw new Error('Which stream?');
    }

    /** Does something once, and shows what became of it. */
    async act(action) {
        try {
            this._outcome = (await action).result;
        } catch (response) {
            this._outcome = { done: false, text: response.error?.message ?? String(response) };
        }
        this.listen();
    }

    /** Calls a function when somebody has stopped typing. */
    whenTyped(action) {
        clearTimeout(this._typing);
        this._typing = setTimeout(action, 250);
    }
}

export function bytes(count) {
    return count < 1024 ? `${count} B` : count < 1048576 ? `${(count / 1024).toFixed(1)} KB`
        : `${(count / 1048576).toFixed(1)} MB`;
}

export function ago(millis, now) {
    const seconds = Math.max(0, Math.round((now - millis) / 1000));
    return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min`
        : `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}
