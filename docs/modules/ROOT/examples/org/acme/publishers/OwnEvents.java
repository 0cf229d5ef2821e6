package org.acme.publishers;

import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.smallrye.mutiny.Uni;

// tag::publisher[]
@GroupPublisher("own-{user:encoded}")
public interface OwnEvents {

    Uni<Receipt> told(String user, String text);
}
// end::publisher[]
