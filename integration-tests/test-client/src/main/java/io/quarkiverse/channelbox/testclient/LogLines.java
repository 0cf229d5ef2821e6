package io.quarkiverse.channelbox.testclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What this process logs in a category while it is open. */
public final class LogLines extends Handler implements AutoCloseable {

    private static final Pattern MORE = Pattern.compile(" \\((\\d+) more of the kind since the line before\\)$");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    public LogLines(String category) {
        logger = Logger.getLogger(category);
        logger.addHandler(this);
    }

    /** Level, message and stack trace of each, up to now and from now on. */
    public List<String> all() {
        return lines;
    }

    /** Those up to now that have something in them. */
    public List<String> with(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    /** How often what some lines are about has happened: each line is about one, and the others that it counts. */
    public static long times(List<String> lines) {
        return lines.size() + lines.stream().map(MORE::matcher).filter(Matcher::find)
                .mapToLong(more -> Long.parseLong(more.group(1))).sum();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new PatternFormatter("%p %m").format(ExtLogRecord.wrap(entry)));
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
