import { html } from 'lit';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/button';
import '@vaadin/details';
import '@vaadin/grid';
import '@vaadin/icon';
import '@vaadin/text-field';
import './qwc-channel-box-pager.js';
import './qwc-channel-box-send.js';
import { QwcChannelBoxLive, ago, bytes } from './qwc-channel-box-live.js';
import { styles } from './qwc-channel-box-styles.js';

const SIZE = 25;

/** One group: its channels, its history, and what can be done with it. The event `back` leaves it. */
export class QwcChannelBoxGroup extends QwcChannelBoxLive {

    static styles = styles;

    static properties = {
        /** Returns what the page calls: for Lit, that itself would look like a directive. */
        rpc: { attribute: false },
        group: { attribute: false },
        _filter: { state: true },
        _page: { state: true },
    };

    constructor() {
        super();
        this._filter = '';
        this._page = 0;
    }

    subscribe() {
        return this.rpc().group({ name: this.group, filter: this._filter, page: this._page, size: SIZE });
    }

    render() {
        return html`
            <div class="bar">
                <vaadin-button theme="small" id="back" @click=${() => this.dispatchEvent(new CustomEvent('back'))}>
                    <vaadin-icon icon="font-awesome-solid:caret-left" slot="prefix"></vaadin-icon>Groups</vaadin-button>
                <h3 class="grow cut" id="group" title=${this.group}>${this.group}</h3>
                <vaadin-button theme="small error" id="flush"
                    @click=${() => this._confirmed('Make all channels leave this group, on all nodes?',
                        () => this.rpc().flush({ group: this.group }))}>Flush channels</vaadin-button>
                <vaadin-button theme="small error" id="flush-history"
                    @click=${() => this._confirmed('Forget all stored messages of this group?',
                        () => this.rpc().flushHistory({ group: this.group }))}>Flush history</vaadin-button>
            </div>
            ${this._outcome ? html`<div class="outcome ${this._outcome.done ? '' : 'failed'}" id="outcome">${
                this._outcome.text}</div>` : ''}
            ${this._problem ? html`<div class="problem">${this._problem}</div>` : ''}
            ${this._data ? this._renderGroup() : html`<span class="muted">Asking the application…</span>`}`;
    }

    _renderGroup() {
        const group = this._data;
        return html`
            ${group.trouble ? html`<div class="problem" id="trouble">${group.trouble}</div>` : ''}
            <div class="muted">Template <code>${group.template}</code> · ${group.channels} channels ·
                ${group.messagesPerSecond.toFixed(1)} messages/s · ${bytes(group.bufferedBytes)} buffered</div>
            <vaadin-details summary="Send a message" opened>
                <qwc-channel-box-send @send=${e => this.act(this.rpc().send({ group: this.group, form: e.detail }))}>
                </qwc-channel-box-send>
            </vaadin-details>
            <div class="bar">
                <h4 class="grow">Channels on this node</h4>
                <vaadin-text-field class="wide" placeholder="Part of an id, a name or an attribute" clear-button-visible
                    @value-changed=${e => this._search(e.detail.value)}></vaadin-text-field>
            </div>
            <vaadin-grid id="channels" .items=${group.rows} theme="no-border row-stripes compact" all-rows-visible>
                <vaadin-grid-column header="Who" flex-grow="2"
                    ${columnBodyRenderer(row => this._renderWho(row), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Connection" flex-grow="2"
                    ${columnBodyRenderer(row => html`<code title=${row.connection}>${row.connection}</code>`, [])}>
                </vaadin-grid-column>
                <vaadin-grid-column header="Since" width="7em" flex-grow="0"
                    ${columnBodyRenderer(row => ago(row.since, this._now), [this._now])}></vaadin-grid-column>
                <vaadin-grid-column header="Idle" width="7em" flex-grow="0"
                    ${columnBodyRenderer(row => ago(row.lastActive, this._now), [this._now])}></vaadin-grid-column>
                <vaadin-grid-column header="State" width="10em" flex-grow="0" ${columnBodyRenderer(row => html`
                    <span class="tag">${row.protocol ? 'v1' : 'plain'}</span>
                    <span class="tag ${row.catchingUp ? 'behind' : ''}">${row.catchingUp ? 'catching up' : 'live'}</span>`,
                    [])}></vaadin-grid-column>
                <vaadin-grid-column header="Buffered" text-align="end" width="7em" flex-grow="0"
                    ${columnBodyRenderer(row => bytes(row.bufferedBytes), [])}></vaadin-grid-column>
                <vaadin-grid-column width="9em" flex-grow="0" text-align="end" ${columnBodyRenderer(row => html`
                    <vaadin-button theme="small tertiary error" @click=${() => this.act(
                        this.rpc().disconnect({ group: this.group, connection: row.connection }))}>
                        Disconnect</vaadin-button>`, [])}></vaadin-grid-column>
            </vaadin-grid>
            <qwc-channel-box-pager .page=${this._page} .size=${SIZE} .count=${group.matching}
                @page=${e => { this._page = e.detail; this.listen(); }}></qwc-channel-box-pager>
            <h4>History, the newest first</h4>
            <vaadin-grid id="history" .items=${group.history} theme="no-border row-stripes compact wrap-cell-content">
                <vaadin-grid-column header="Id" width="12em" flex-grow="0"
                    ${columnBodyRenderer(row => html`<code title=${row.id}>${row.id}</code>`, [])}></vaadin-grid-column>
                <vaadin-grid-column header="Sent" width="12em" flex-grow="0"
                    ${columnBodyRenderer(row => new Date(row.created).toLocaleString(), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Event" width="9em" flex-grow="0"
                    ${columnBodyRenderer(row => row.event ?? '', [])}></vaadin-grid-column>
                <vaadin-grid-column header="Payload" flex-grow="1" ${columnBodyRenderer(row => html`
                    <code>${row.payload}</code>`, [])}></vaadin-grid-column>
            </vaadin-grid>`;
    }

    _renderWho(row) {
        const attributes = Object.entries(row.attributes);
        const name = row.principal ?? (attributes.length ? '' : html`<span class="muted">anonymous</span>`);
        return html`<span title=${row.principal ?? ''}>${name}</span>
            ${attributes.map(([key, value]) => html`<span class="tag" title="${key}=${value}">${key}=${value}</span> `)}`;
    }

    _search(text) {
        if (text !== this._filter) {
            this._filter = text;
            this._page = 0;
            this.whenTyped(() => this.listen());
        }
    }

    _confirmed(question, action) {
        if (confirm(question)) {
            this.act(action());
        }
    }
}

customElements.define('qwc-channel-box-group', QwcChannelBoxGroup);
