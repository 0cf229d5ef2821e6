package io.quarkiverse.channelbox.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.observe.Sending;

/** The span of a send, which is recorded. */
record SendSpan(Span span) implements Sending {

    @Override
    public void publishing(Publication publication) {
        span.setAttribute(Conventions.BODY_SIZE, (long) publication.payload().size());
    }

    @Override
    public void sent(Receipt receipt) {
        receipt.id().ifPresent(id -> span.setAttribute(Conventions.MESSAGE_ID, id));
        span.setAttribute(Conventions.STORED, receipt.stored())
                .setAttribute(Conventions.DELIVERIES, (long) receipt.deliveredHere()).end();
    }

    @Override
    public void failed(Throwable failure) {
        Failures.record(span, failure);
        span.end();
    }
}
