package io.quarkiverse.channelbox.runtime.membership;

import java.util.Set;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelBoxCleaned;
import io.quarkiverse.channelbox.ChannelBoxStopping;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.GroupOccupied;
import io.quarkiverse.channelbox.GroupVacated;
import io.quarkiverse.channelbox.runtime.presence.OccupancyListener;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.quarkus.arc.Arc;

/** Fires the CDI events, at no cost where nobody observes them. */
@Singleton
public class GroupEvents implements OccupancyListener {

    private static final Logger LOG = Logger.getLogger(GroupEvents.class);

    private final Publisher<ChannelJoined> joined;
    private final Publisher<ChannelLeft> left;
    private final Publisher<GroupOccupied> occupied;
    private final Publisher<GroupVacated> vacated;
    private final Publisher<ChannelBoxCleaned> cleaned;
    private final Publisher<ChannelBoxStopping> stopping;

    public GroupEvents(@Any Event<ChannelJoined> joined, @Any Event<ChannelLeft> left, @Any Event<GroupOccupied> occupied,
            @Any Event<GroupVacated> vacated, @Any Event<ChannelBoxCleaned> cleaned,
            @Any Event<ChannelBoxStopping> stopping) {
        this.joined = new Publisher<>(joined, ChannelJoined.class);
        this.left = new Publisher<>(left, ChannelLeft.class);
        this.occupied = new Publisher<>(occupied, GroupOccupied.class);
        this.vacated = new Publisher<>(vacated, GroupVacated.class);
        this.cleaned = new Publisher<>(cleaned, ChannelBoxCleaned.class);
        this.stopping = new Publisher<>(stopping, ChannelBoxStopping.class);
    }

    public void fire(ChannelJoined event) {
        joined.fire(event);
    }

    public void fire(ChannelLeft event) {
        left.fire(event);
    }

    @Override
    public boolean isObserving() {
        return occupied.hasAnyObservers() || vacated.hasAnyObservers();
    }

    @Override
    public void occupied(String group) {
        occupied.fire(GroupOccupied.of(group));
    }

    @Override
    public void vacated(String group) {
        vacated.fire(GroupVacated.of(group));
    }

    public void fire(ChannelBoxCleaned event) {
        cleaned.fire(event);
    }

    public void fire(ChannelBoxStopping event) {
        stopping.fire(event);
    }

    private static final class Publisher<T> {

        private final Event<T> event;
        private final Class<T> type;
        /** Clients cause most of the events. */
        private final SeldomLog failed = new SeldomLog(LOG, Logger.Level.ERROR);
        private final boolean hasObservers;
        private final boolean hasAsyncObservers;

        Publisher(Event<T> event, Class<T> type) {
            this.event = event;
            this.type = type;
            // Without a container, as in a benchmark, there is nobody.
            Set<ObserverMethod<? super T>> observers = Arc.container() == null ? Set.of()
                    : Set.copyOf(Arc.container().resolveObserverMethods(type, Any.Literal.INSTANCE));
            this.hasAsyncObservers = observers.stream().anyMatch(ObserverMethod::isAsync);
            this.hasObservers = observers.stream().anyMatch(observer -> !observer.isAsync());
        }

        boolean hasAnyObservers() {
            return hasObservers || hasAsyncObservers;
        }

        void fire(T payload) {
            if (hasObservers) {
                try {
                    event.fire(payload);
                } catch (RuntimeException e) {
                    failed.log(() -> "An observer of " + type.getSimpleName() + " failed", e);
                }
            }
            if (hasAsyncObservers) {
                event.fireAsync(payload).exceptionally(e -> {
                    failed.log(() -> "An asynchronous observer of " + type.getSimpleName() + " failed", e);
                    return null;
                });
            }
        }
    }
}
