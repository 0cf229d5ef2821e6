package org.acme.security;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.smallrye.mutiny.Uni;

// tag::authorizer[]
@ApplicationScoped
public class TeamAuthorizer implements GroupAuthorizer {

    @Override
    public Uni<Boolean> mayJoin(JoinRequest request) {
        if (!request.template().equals("team-{team}")) {
            return Uni.createFrom().item(true); // not our concern
        }
        String team = request.pathParam("team").orElse("");
        boolean member = request.identity().map(identity -> identity.hasRole(team)).orElse(false);
        return Uni.createFrom().item(member);
    }
}
// end::authorizer[]
