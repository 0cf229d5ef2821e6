package io.quarkiverse.channelbox.deployment.payload;

import java.util.Set;

/**
 * A property of a class that is sent.
 *
 * @param type the class that declares it, with dots
 * @param declared names of the classes that its type names
 * @param found names of those that it is given, where the type can be anything
 * @param isUnknown whether it may be given others
 */
public record PayloadProperty(String type, String name, Set<String> declared, Set<String> found, boolean isUnknown) {

    @Override
    public String toString() {
        return "property '" + name + "' of " + type;
    }
}
