import { LitElement, html, css } from 'lit';
import '@vaadin/button';
import '@vaadin/checkbox';
import '@vaadin/text-area';
import '@vaadin/text-field';
import { styles } from './qwc-channel-box-styles.js';

/** A form for a message with its options; the event `send` has what was filled in. */
export class QwcChannelBoxSend extends LitElement {

    static styles = [styles, css`
        :host {
            padding: 0;
        }
        .fields {
            display: grid;
            grid-template-columns: repeat(auto-fit, minmax(12em, 1fr));
            gap: 0 var(--lumo-space-s);
        }
        vaadin-text-area {
            width: 100%;
        }
    `];

    render() {
        return html`
            <vaadin-text-area id="payload" label="Payload" min-rows="2"></vaadin-text-area>
            <div class="bar">
                <vaadin-checkbox id="json" label="Is JSON"></vaadin-checkbox>
                <vaadin-checkbox id="saveHistory" label="Save in the history"></vaadin-checkbox>
            </div>
            <div class="fields">
                <vaadin-text-field id="event" label="Event"></vaadin-text-field>
                <vaadin-text-field id="ttl" label="Time to live" placeholder="30s"></vaadin-text-field>
                <vaadin-text-field id="idempotencyKey" label="Idempotency key"></vaadin-text-field>
                <vaadin-text-field id="except" label="Except" placeholder="ids of connections"></vaadin-text-field>
                <vaadin-text-field id="attributes" label="Only with" placeholder="key=value, …"></vaadin-text-field>
            </div>
            <div class="bar"><vaadin-button theme="primary" id="send" @click=${this._send}>Send</vaadin-button></div>`;
    }

    _send() {
        const text = id => this.renderRoot.getElementById(id).value;
        const isChecked = id => this.renderRoot.getElementById(id).checked;
        this.dispatchEvent(new CustomEvent('send', {
            detail: {
                payload: text('payload'),
                json: isChecked('json'),
                saveHistory: isChecked('saveHistory'),
                event: text('event'),
                ttl: text('ttl'),
                idempotencyKey: text('idempotencyKey'),
                except: text('except'),
                attributes: text('attributes'),
            },
        }));
    }
}

customElements.define('qwc-channel-box-send', QwcChannelBoxSend);
