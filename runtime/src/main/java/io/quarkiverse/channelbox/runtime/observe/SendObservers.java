package io.quarkiverse.channelbox.runtime.observe;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.arc.All;

/** All that follow sends; mostly there is none, or one. */
@Singleton
public class SendObservers {

    private final List<SendObserver> all;

    public SendObservers(@All List<SendObserver> all) {
        this.all = all;
    }

    /** As {@link SendObserver#caller}. */
    public Object caller() {
        return switch (all.size()) {
            case 0 -> null;
            case 1 -> all.get(0).caller();
            default -> all.stream().map(SendObserver::caller).toArray();
        };
    }

    /** As {@link SendObserver#begin}. @param caller what {@link #caller} returned */
    public Sending begin(Object caller, Target target, Object payload, SendOptions options) {
        return switch (all.size()) {
            case 0 -> Sending.NONE;
            case 1 -> all.get(0).begin(caller, target, payload, options);
            default -> new Sendings(IntStream.range(0, all.size())
                    .mapToObj(i -> all.get(i).begin(((Object[]) caller)[i], target, payload, options)).toList());
        };
    }

    private record Sendings(List<Sending> all) implements Sending {

        @Override
        public Runnable whenWritten() {
            List<Runnable> tasks = all.stream().map(Sending::whenWritten).filter(Objects::nonNull).toList();
            return switch (tasks.size()) {
                case 0 -> null;
                case 1 -> tasks.get(0);
                default -> () -> tasks.forEach(Runnable::run);
            };
        }

        @Override
        public void publishing(Publication publication) {
            all.forEach(each -> each.publishing(publication));
        }

        @Override
        public void sent(Receipt receipt) {
            all.forEach(each -> each.sent(receipt));
        }

        @Override
        public void failed(Throwable failure) {
            all.forEach(each -> each.failed(failure));
        }
    }
}
