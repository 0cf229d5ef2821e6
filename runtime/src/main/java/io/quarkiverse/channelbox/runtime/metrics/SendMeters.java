package io.quarkiverse.channelbox.runtime.metrics;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.SendObserver;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;

/** Counts sends, and measures how long it takes until they are written to the sockets of this node. */
@Singleton
public class SendMeters implements SendObserver {

    private final GroupSettingsResolver settings;
    private final Map<String, OfTemplate> byTemplate;

    public SendMeters(MeterRegistry registry, GroupSettingsResolver settings) {
        this.settings = settings;
        this.byTemplate = settings.templates().stream().collect(
                Collectors.toUnmodifiableMap(Function.identity(), template -> OfTemplate.register(template, registry)));
    }

    @Override
    public Sending begin(Object caller, Target target, Object payload, SendOptions options) {
        return new Measured(target);
    }

    private record OfTemplate(Counter ok, Counter failed, Counter overloaded, Timer fanOut) {

        static OfTemplate register(String template, MeterRegistry registry) {
            return new OfTemplate(sends(template, "ok", registry), sends(template, "failed", registry),
                    sends(template, "overloaded", registry),
                    Timer.builder("channelbox.fanout").tag("template", template)
                            .description("From the call of a send to the end of its last write on this node")
                            .register(registry));
        }

        private static Counter sends(String template, String result, MeterRegistry registry) {
            return Counter.builder("channelbox.sends").tag("template", template).tag("result", result)
                    .description("Sends that ended").register(registry);
        }
    }

    /** What goes to several groups, to users or to connections has no template. */
    private final class Measured implements Sending, Runnable {

        private final long start = System.nanoTime();
        private final Target target;
        private OfTemplate meters;

        Measured(Target target) {
            this.target = target;
        }

        @Override
        public Runnable whenWritten() {
            return this;
        }

        /** The last write was made. */
        @Override
        public void run() {
            meters.fanOut().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }

        @Override
        public void publishing(Publication publication) {
            meters = of(publication.settings());
        }

        private OfTemplate of(GroupSettings group) {
            return byTemplate.get(group == null ? GroupSettings.NO_TEMPLATE : group.template());
        }

        @Override
        public void sent(Receipt receipt) {
            meters.ok().increment();
        }

        @Override
        public void failed(Throwable failure) {
            OfTemplate its = meters;
            if (its == null) {
                its = of(target.kind() == Target.Kind.GROUP ? settings.settings(target.name()) : null);
            }
            (failure instanceof OverloadedException ? its.overloaded() : its.failed()).increment();
        }
    }
}
