package io.quarkiverse.channelbox.deployment;

import org.jboss.jandex.ClassInfo;

/** The form of the messages about wrong annotations. */
final class Problems {

    private Problems() {
    }

    static String of(ClassInfo annotated, String template, String problemAndCure) {
        return "@ChannelGroup(\"" + template + "\") on " + annotated.name() + " " + problemAndCure;
    }
}
