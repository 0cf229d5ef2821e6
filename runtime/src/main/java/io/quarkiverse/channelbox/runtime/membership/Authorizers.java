package io.quarkiverse.channelbox.runtime.membership;

import java.util.List;
import java.util.function.Function;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;

/** The application's say in who joins and who publishes. */
@Singleton
public class Authorizers {

    /** What a {@link TimeLimit} waits for. */
    public static final String DECISION = "the authorizers' decision";

    private final List<GroupAuthorizer> authorizers;

    public Authorizers(@All List<GroupAuthorizer> authorizers) {
        this.authorizers = authorizers;
    }

    /** Fails with a {@link RefusedException} if one of them says no, or as it failed. */
    public Uni<Void> mayJoin(JoinRequest request) {
        return ask(authorizer -> authorizer.mayJoin(request), "joining the group is not allowed");
    }

    /** Fails with a {@link RefusedException} if one of them says no, or as it failed. */
    public Uni<Void> mayPublish(PublishRequest request) {
        return ask(authorizer -> authorizer.mayPublish(request), "publishing to the group is not allowed");
    }

    /** Whether anybody has to be asked. */
    public boolean areAny() {
        return !authorizers.isEmpty();
    }

    private Uni<Void> ask(Function<GroupAuthorizer, Uni<Boolean>> question, String refusal) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (GroupAuthorizer authorizer : authorizers) {
            all = all.chain(() -> question.apply(authorizer).invoke(allowed -> {
                if (allowed == null) {
                    throw new IllegalStateException(
                            authorizer.getClass().getName() + " decided null; return true or false");
                }
                if (!allowed) {
                    throw new RefusedException(403, refusal);
                }
            }).replaceWithVoid());
        }
        return all;
    }
}
