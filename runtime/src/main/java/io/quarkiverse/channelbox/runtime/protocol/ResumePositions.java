package io.quarkiverse.channelbox.runtime.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a client that comes back says of itself: {@code group@id}, several separated by commas. */
public final class ResumePositions {

    /** The query parameter of the upgrade. */
    public static final String PARAMETER = "resume";
    /** A name may have an @ in it, an id has none. */
    private static final Pattern POSITION = Pattern.compile("([^,]+)@([0-9a-z]{1,32}:[0-9]{1,18}(?::[0-9A-Za-z_-]{0,64})?)");

    private ResumePositions() {
    }

    /**
     * The ids by group.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static Map<String, String> parse(String value) {
        Map<String, String> positions = new HashMap<>();
        for (String part : value.split(",", -1)) {
            Matcher position = POSITION.matcher(part);
            if (!position.matches()) {
                throw new IllegalArgumentException("'" + PARAMETER + "' has the form group@id,group@id, where each id is"
                        + " that of a message");
            }
            positions.put(position.group(1), position.group(2));
        }
        return positions;
    }
}
