package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;

/** A page in a browser. All pages are used by one thread. */
final class PageCaller implements Caller {

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Page page;

    PageCaller(Browser browser, URI base) {
        page = browser.newContext().newPage();
        page.onPageError(errors::add);
        page.navigate(base.toString());
        page.waitForFunction("globalThis.call !== undefined");
    }

    @Override
    public JsonNode call(String method, Object... parameters) {
        try {
            Object result = page.evaluate("async (call) => JSON.stringify(await globalThis.call(...JSON.parse(call))) ?? null",
                    json.writeValueAsString(json.createArrayNode().add(method).addAll(
                            List.of(parameters).stream().<JsonNode> map(json::valueToTree).toList())));
            if (!errors.isEmpty()) {
                throw new AssertionError("Errors in the page: " + errors);
            }
            return result == null ? json.nullNode() : json.readTree((String) result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
