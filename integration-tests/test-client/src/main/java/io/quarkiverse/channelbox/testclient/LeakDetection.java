package io.quarkiverse.channelbox.testclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Fails a test after which Netty's leak detector has found a buffer that nobody gave back. It finds one when it has been
 * collected and another is made, so that it may have been an earlier test of the same process that leaked it: to collect after
 * each of them would take minutes in all, so it is done after the last of a class, and now and then. JUnit finds this extension
 * by itself, in all modules; the level of the detector is set in the parent POM.
 */
public final class LeakDetection implements AfterEachCallback {

    /** What a leak is touched with that a test makes on purpose. */
    public static final String ON_PURPOSE = "leaked on purpose";

    /** The detector and its log belong to the process, whatever class loaders the tests use. */
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
    private static final long NOW_AND_THEN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger DETECTOR = Logger.getLogger("io.netty.util.ResourceLeakDetector");

    static {
        DETECTOR.addHandler(new Handler() {
            @Override
            public void publish(LogRecord entry) {
                // What it says of its settings comes in a lower level, which some versions of Java let through.
                if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !entry.getMessage().contains(ON_PURPOSE)) {
                    LEAKS.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        });
    }

    /** Of the last collection. */
    private static volatile long last = System.nanoTime();

    @Override
    public void afterEach(ExtensionContext context) throws ReflectiveOperationException {
        if (!isLastOfClass(context) && System.nanoTime() - last < NOW_AND_THEN_NANOS) {
            return;
        }
        System.gc();
        last = System.nanoTime();
        makeBuffer();
        if (!LEAKS.isEmpty()) {
            List<String> found = List.copyOf(LEAKS);
            LEAKS.clear();
            throw new AssertionError("Leaked in this test or in an earlier one: " + found);
        }
    }

    private static boolean isLastOfClass(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        AtomicInteger ended = context.getParent().orElse(context).getStore(ExtensionContext.Namespace.create(testClass))
                .getOrComputeIfAbsent(testClass, none -> new AtomicInteger(), AtomicInteger.class);
        return ended.incrementAndGet() >= AnnotationSupport
                .findAnnotatedMethods(testClass, Testable.class, HierarchyTraversalMode.TOP_DOWN).size();
    }

    /** In the application that is being tested, if one is: it has a Netty of its own. */
    private static void makeBuffer() throws ReflectiveOperationException {
        Class<?> unpooled;
        Class<?> counted;
        try {
            ClassLoader application = Thread.currentThread().getContextClassLoader();
            unpooled = application.loadClass("io.netty.buffer.Unpooled");
            counted = application.loadClass("io.netty.util.ReferenceCounted");
        } catch (ClassNotFoundException e) {
            return;
        }
        Object buffer = unpooled.getMethod("directBuffer", int.class).invoke(null, 1);
        counted.getMethod("release").invoke(buffer);
    }
}
