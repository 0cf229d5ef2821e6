import { html } from 'lit';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { JsonRpc } from 'jsonrpc';
import '@vaadin/button';
import '@vaadin/grid';
import '@vaadin/select';
import '@vaadin/text-field';
import './qwc-channel-box-group.js';
import './qwc-channel-box-pager.js';
import { QwcChannelBoxLive, bytes } from './qwc-channel-box-live.js';
import { styles } from './qwc-channel-box-styles.js';

const SIZE = 25;
/** More messages of a group are not counted. */
const COUNTED = 100;
const SORTS = [
    { label: 'Most channels', value: 'channels' },
    { label: 'Most messages/s', value: 'rate' },
    { label: 'Most buffered', value: 'buffered' },
    { label: 'Name', value: 'name' },
];

/** The groups of this node, or one of them. */
export class QwcChannelBoxGroups extends QwcChannelBoxLive {

    static styles = styles;

    static properties = {
        _group: { state: true },
        _filter: { state: true },
        _sort: { state: true },
        _page: { state: true },
    };

    jsonRpc = new JsonRpc(this, false);

    constructor() {
        super();
        this._group = null;
        this._filter = '';
        this._sort = 'channels';
        this._page = 0;
    }

    subscribe() {
        return this.jsonRpc.groups({ filter: this._filter, sort: this._sort, page: this._page, size: SIZE });
    }

    render() {
        if (this._group !== null) {
            return html`<qwc-channel-box-group .rpc=${() => this.jsonRpc} .group=${this._group}
                @back=${() => this._show(null)}></qwc-channel-box-group>`;
        }
        return html`
            <div class="bar">
                <vaadin-text-field class="grow" id="filter" placeholder="Part of a name" clear-button-visible
                    .value=${this._filter}
                    @value-changed=${e => this._change({ _filter: e.detail.value, _page: 0 })}></vaadin-text-field>
                <vaadin-select .items=${SORTS} .value=${this._sort} aria-label="Order"
                    @value-changed=${e => this._change({ _sort: e.detail.value, _page: 0 })}></vaadin-select>
                <vaadin-text-field class="wide" id="other" placeholder="Open a group by its name"
                    @keydown=${e => e.key === 'Enter' && e.target.value && this._show(e.target.value)}></vaadin-text-field>
            </div>
            ${this._problem ? html`<div class="problem">${this._problem}</div>` : ''}
            ${this._data ? this._renderTable() : html`<span class="muted">Asking the application…</span>`}`;
    }

    _renderTable() {
        const { groups, channels, matching, rows } = this._data;
        return html`
            <div class="muted" id="summary">${groups} groups with ${channels} channels on this node${
                matching < groups ? `, ${matching} of them match` : ''}</div>
            <vaadin-grid .items=${rows} theme="no-border row-stripes compact" all-rows-visible>
                <vaadin-grid-column header="Group" flex-grow="3" ${columnBodyRenderer(row => html`
                    <button class="name" title=${row.name} @click=${() => this._show(row.name)}>${row.name}</button>`, [])}>
                </vaadin-grid-column>
                <vaadin-grid-column header="Template" flex-grow="2" ${columnBodyRenderer(row => html`
                    <code title=${row.template}>${row.template}</code>`, [])}></vaadin-grid-column>
                ${this._number('Channels', row => html`${row.channels}
                    ${row.catchingUp ? html`<span class="tag behind">${row.catchingUp} behind</span>` : ''}`)}
                ${this._number('Messages/s', row => row.messagesPerSecond.toFixed(1))}
                ${this._number('History', row => row.history > COUNTED ? `${COUNTED}+` : row.history)}
                ${this._number('Buffered', row => bytes(row.bufferedBytes))}
            </vaadin-grid>
            <qwc-channel-box-pager .page=${this._page} .size=${SIZE} .count=${matching}
                @page=${e => this._change({ _page: e.detail })}></qwc-channel-box-pager>`;
    }

    _number(header, value) {
        return html`<vaadin-grid-column header=${header} text-align="end" width="8em" flex-grow="0"
            ${columnBodyRenderer(row => html`<span class="number">${value(row)}</span>`, [])}></vaadin-grid-column>`;
    }

    _show(group) {
        this._group = group;
        this.listen();
    }

    /** Applies what somebody has chosen, if it is something else. */
    _change(chosen) {
        if (Object.keys(chosen).some(key => key !== '_page' ? this[key] !== chosen[key]
                : Object.keys(chosen).length === 1 && this._page !== chosen._page)) {
            Object.assign(this, chosen);
            this.whenTyped(() => this.listen());
        }
    }

    /** While one group is shown, the others are not looked at. */
    listen() {
        if (this._group === null) {
            super.listen();
        } else {
            this._observer?.cancel();
            this._observer = null;
        }
    }
}

customElements.define('qwc-channel-box-groups', QwcChannelBoxGroups);
