package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * What binds an endpoint to its groups. The build generates one bean for each annotated endpoint, which extends this class and
 * does no more than to call {@link #declare} in its constructor and to write the names, part by part, in {@link #writeNames}.
 */
public abstract class GroupBinding {

    private final String endpointId;
    private final List<GroupDefaults> defaults = new ArrayList<>();

    protected GroupBinding(String endpointId) {
        this.endpointId = endpointId;
    }

    /** Called by the generated constructor, once for each annotation. */
    protected final void declare(String template, String expires, String history, String payloadType) {
        defaults.add(GroupDefaults.of(template, expires, history, payloadType));
    }

    /** Computes the names of the groups from the handshake. */
    public abstract void writeNames(GroupNameWriter names);

    public String endpointId() {
        return endpointId;
    }

    public List<GroupDefaults> defaults() {
        return defaults;
    }
}
