package io.quarkiverse.channelbox.deployment.payload;

/**
 * A method of the application that sends: what one of its parameters is given, or what it returns.
 *
 * @param owner internal name of its class
 * @param argument index of the parameter, or {@link #RESULT}
 * @param type generic signature of what is sent, with the type variables resolved as far as possible
 */
public record SentBy(String owner, String name, String descriptor, int argument, String type) {

    public static final int RESULT = -1;

    Place place() {
        return new Place(owner.replace('/', '.'), name, 0);
    }
}
