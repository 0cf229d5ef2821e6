import { css } from 'lit';

/** What the pages have in common. */
export const styles = css`
    :host {
        display: flex;
        flex-direction: column;
        gap: var(--lumo-space-m);
        padding: 0 var(--lumo-space-m) var(--lumo-space-l);
    }
    .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lumo-space-s);
    }
    .bar .grow {
        flex: 1 1 12em;
    }
    .bar .cut {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .bar .wide {
        width: 20em;
    }
    .muted {
        color: var(--lumo-secondary-text-color);
        font-size: var(--lumo-font-size-s);
    }
    .number {
        font-variant-numeric: tabular-nums;
    }
    .problem, .outcome {
        border-left: 3px solid var(--lumo-success-color);
        padding: var(--lumo-space-xs) var(--lumo-space-s);
        overflow-wrap: anywhere;
    }
    .problem, .outcome.failed {
        border-color: var(--lumo-error-color);
    }
    .name {
        background: none;
        border: none;
        padding: 0;
        color: var(--lumo-primary-text-color);
        cursor: pointer;
        font: inherit;
        font-weight: 600;
        text-align: left;
    }
    .name:hover, .name:focus-visible {
        text-decoration: underline;
    }
    .tag {
        background: var(--lumo-contrast-10pct);
        border-radius: var(--lumo-border-radius-s);
        font-size: var(--lumo-font-size-xs);
        padding: 0 var(--lumo-space-xs);
        white-space: nowrap;
    }
    .tag.behind {
        background: var(--lumo-error-color-10pct);
        color: var(--lumo-error-text-color);
    }
    h3, h4 {
        margin: var(--lumo-space-s) 0 0;
    }
    code {
        font-family: monospace;
        font-size: var(--lumo-font-size-s);
    }
    vaadin-grid {
        font-size: var(--lumo-font-size-s);
    }
`;
