import { html } from 'lit';
import { QwcHotReloadElement } from 'qwc-hot-reload-element';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/grid';
import { endpoints, publishers, templates } from 'build-time-data';
import { styles } from './qwc-channel-box-styles.js';

/** What the build has found: endpoints with their events, templates, and publishers. */
export class QwcChannelBoxEndpoints extends QwcHotReloadElement {

    static styles = styles;

    static properties = {
        _found: { state: true },
    };

    constructor() {
        super();
        this._found = { endpoints, publishers, templates };
    }

    /** The build may have found something else. */
    async hotReload() {
        this._found = await import(`${import.meta.resolve('build-time-data')}?${Date.now()}`);
    }

    render() {
        return html`
            <h3>Endpoints</h3>
            ${this._grid('endpoints', this._found.endpoints, [
                ['Path', row => html`<code>${row.path}</code>`],
                ['Class', row => html`<code>${row.type}</code>`],
                ['Groups', row => row.groups.map(group => html`<div><code>${group.template}</code>
                    ${group.join === 'ON_REQUEST' ? html`<span class="tag">on request</span>` : ''}</div>`)],
                ['Events of clients', row => row.events.map(event => html`<div><code>${event.event}</code>
                    <span class="muted">${event.method}(${event.data})${event.reply ? ` → ${event.reply}` : ''}</span></div>`)],
            ])}
            <h3>Templates</h3>
            ${this._grid('templates', this._found.templates, [
                ['Template', row => html`<code>${row.template}</code>`],
                ['Joined at', row => row.endpoints.map(endpoint => html`<div><code>${endpoint}</code></div>`)],
                ['Messages', row => row.messages.map(message => this._renderMessage(message))],
                ['Clients publish', row => row.membersPublish ? 'members do' : 'no'],
            ])}
            <h3>Publishers</h3>
            ${this._grid('publishers', this._found.publishers, [
                ['Publisher', row => html`<code>${row.type}</code>`],
                ['Template', row => html`<code>${row.template}</code>`],
                ['Messages', row => row.messages.map(message => this._renderMessage(message))],
            ])}`;
    }

    _grid(id, rows, columns) {
        return rows.length === 0 ? html`<span class="muted">There are none.</span>` : html`
            <vaadin-grid id=${id} .items=${rows} theme="no-border row-stripes wrap-cell-content" all-rows-visible>
                ${columns.map(([header, render]) => html`<vaadin-grid-column header=${header}
                    ${columnBodyRenderer(render, [])}></vaadin-grid-column>`)}
            </vaadin-grid>`;
    }

    _renderMessage(message) {
        return html`<div><code>${message.event}</code> <span class="muted">${message.payload}</span>
            ${message.stored ? html`<span class="tag">stored</span>` : ''}</div>`;
    }
}

customElements.define('qwc-channel-box-endpoints', QwcChannelBoxEndpoints);
