package io.quarkiverse.channelbox.runtime.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.inbound.InboundBound;
import io.quarkiverse.channelbox.runtime.inbound.Violations;
import io.quarkiverse.channelbox.runtime.lane.SlowAction;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.observe.LaneCounts;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;

/** Counts for Micrometer. All that is known at the start is there from the start, so that a first event is seen as one. */
@Singleton
public class MicrometerCounts implements Counts {

    private final Map<String, TemplateCounters> byTemplate;
    private final Counter recovered;
    private final Counter notRecovered;
    private final Map<String, Counter> slow;
    private final Map<String, Counter> violations;
    private final Map<String, Counter> inbound;
    private final Counter expired;
    private final RefusalCounters refusals;

    public MicrometerCounts(MeterRegistry registry, GroupSettingsResolver settings, RefusalCounters refusals) {
        this.byTemplate = settings.templates().stream().collect(Collectors.toUnmodifiableMap(Function.identity(),
                template -> new TemplateCounters(template, registry)));
        this.recovered = resumes(true, registry);
        this.notRecovered = resumes(false, registry);
        this.slow = Arrays.stream(SlowAction.values()).map(SlowAction::tag).collect(Collectors.toUnmodifiableMap(
                Function.identity(), action -> Counter.builder("channelbox.slow").tag("action", action)
                        .description("How often a channel did not take what was sent to it, by what became of it")
                        .register(registry)));
        this.violations = Violations.KINDS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(),
                kind -> Counter.builder("channelbox.violations").tag("kind", kind)
                        .description("What clients did that they may not, by kind").register(registry)));
        this.inbound = Arrays.stream(InboundBound.values()).map(InboundBound::tag).collect(Collectors.toUnmodifiableMap(
                Function.identity(), bound -> Counter.builder("channelbox.inbound").tag("bound", bound)
                        .description("How often a client was not read for a while, or closed, since it had come to a bound")
                        .register(registry)));
        this.expired = Counter.builder("channelbox.expired").description("Channels that the cleanup closed").register(registry);
        this.refusals = refusals;
    }

    private static Counter resumes(boolean recovered, MeterRegistry registry) {
        return Counter.builder("channelbox.resumes").tag("recovered", Boolean.toString(recovered))
                .description("Clients that named a message to go on from, by whether all that followed it was there")
                .register(registry);
    }

    @Override
    public LaneCounts lane(Object lane, String template) {
        return byTemplate.get(template).of(lane);
    }

    @Override
    public void joined(String template) {
        byTemplate.get(template).joined();
    }

    @Override
    public void left(String template, LeaveReason reason) {
        byTemplate.get(template).left(reason);
    }

    @Override
    public void resumed(boolean isRecovered) {
        (isRecovered ? recovered : notRecovered).increment();
    }

    @Override
    public void refused(int status) {
        refusals.increment(status);
    }

    @Override
    public void violated(String kind) {
        violations.get(kind).increment();
    }

    @Override
    public void slow(String action) {
        slow.get(action).increment();
    }

    @Override
    public void inbound(String bound) {
        inbound.get(bound).increment();
    }

    @Override
    public void expired(int channels) {
        expired.increment(channels);
    }
}
