import { LitElement, html } from 'lit';
import '@vaadin/button';
import { styles } from './qwc-channel-box-styles.js';

/** Goes from one page of a list to another; the event `page` has the number, from 0 on. */
export class QwcChannelBoxPager extends LitElement {

    static styles = styles;

    static properties = {
        page: { type: Number },
        size: { type: Number },
        count: { type: Number },
    };

    render() {
        const pages = Math.max(1, Math.ceil(this.count / this.size));
        if (pages === 1 && this.page === 0) {
            return '';
        }
        return html`
            <div class="bar">
                <vaadin-button theme="small tertiary" ?disabled=${this.page === 0}
                    @click=${() => this._go(this.page - 1)}>Previous</vaadin-button>
                <span class="muted" id="page">Page ${this.page + 1} of ${pages}</span>
                <vaadin-button theme="small tertiary" ?disabled=${this.page >= pages - 1}
                    @click=${() => this._go(this.page + 1)}>Next</vaadin-button>
            </div>`;
    }

    /** The page may be gone, since the list has become shorter. */
    updated() {
        const last = Math.max(0, Math.ceil(this.count / this.size) - 1);
        if (this.page > last) {
            this._go(last);
        }
    }

    _go(page) {
        this.dispatchEvent(new CustomEvent('page', { detail: page }));
    }
}

customElements.define('qwc-channel-box-pager', QwcChannelBoxPager);
