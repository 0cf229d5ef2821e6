package io.quarkiverse.channelbox.deployment.payload;

/**
 * Where something of unknown type is sent.
 *
 * @param type name of the class, with dots
 * @param line 0 if the class file does not tell
 */
public record Place(String type, String method, int line) {

    @Override
    public String toString() {
        return type + "#" + method + (line == 0 ? "()" : "(), line " + line);
    }
}
