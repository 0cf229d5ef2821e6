package io.quarkiverse.channelbox.benchmark.server;

import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.smallrye.mutiny.Uni;

/** What a send by a publisher costs is measured without the server: see {@code PublisherBenchmark}. */
@GroupPublisher("commands-{group}")
public interface NoteEvents {

    Uni<Receipt> noted(String group, Note note);
}
