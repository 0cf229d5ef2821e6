package io.quarkiverse.channelbox.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.Browsers;

/** A Node.js, which ends with an error that nobody handles, and each call with it. */
final class NodeCaller implements Caller, AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    NodeCaller(URI base) throws IOException {
        process = new ProcessBuilder(Browsers.node(), "src/test/js/crowd.mjs", base.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = process.inputReader();
        input = process.outputWriter();
    }

    @Override
    public JsonNode call(String method, Object... parameters) {
        try {
            input.write(json.writeValueAsString(Map.of("method", method, "parameters", parameters)) + '\n');
            input.flush();
            return json.readTree(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
