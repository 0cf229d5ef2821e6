package io.quarkiverse.channelbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

import io.quarkiverse.channelbox.testclient.Browsers;
import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The pages that the documentation shows, in a browser, as if the chat application served them. */
@Tag("long")
class ClientExamplesIT {

    private static Playwright playwright;
    private static Browser chromium;

    private final List<String> errors = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        playwright = Browsers.playwright();
        chromium = Browsers.chromium(playwright);
        PlaywrightAssertions.setDefaultAssertionTimeout(BrowserTestBase.PATIENCE_MILLIS);
    }

    @AfterAll
    static void stop() {
        playwright.close();
    }

    /** Somebody says something, the page does, and the network goes away and comes back. */
    private void talk(String html) throws IOException {
        try (PackagedApplication application = PackagedApplication.start();
                TcpProxy network = TcpProxy.to(application.base());
                WsClient bob = WsClient.open(application.base(), "/ws/chat/lobby");
                Page page = chromium.newPage()) {
            page.onPageError(errors::add);
            page.route("**/example.html",
                    route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(html)));
            page.navigate(network.uri() + "/example.html");
            assertThat(page.locator("output")).hasText("open");
            bob.send(ChatTestBase.said("bob", "hello"));
            assertThat(page.locator("li")).hasText("bob: hello");
            page.fill("input", "hi");
            page.click("button");
            assertThat(page.locator("li")).hasText(new String[] { "bob: hello", "ann: hi" });
            network.cut();
            assertThat(page.locator("output")).not().hasText("open");
            bob.send(ChatTestBase.said("bob", "are you there?"));
            network.restore();
            assertThat(page.locator("output")).hasText("open");
            assertThat(page.locator("li", new Page.LocatorOptions().setHasText(": ")))
                    .hasText(new String[] { "bob: hello", "ann: hi", "bob: are you there?" });
            assertEquals(List.of(), errors);
        }
    }

    @Test
    void aPlainPage() throws IOException {
        talk(Files.readString(NpmPackageIT.EXAMPLES.resolve("page.html")));
    }

    @Test
    void react() throws IOException {
        Npm npm = Npm.install("npm-react", "react@19.1.0", "react-dom@19.1.0", "esbuild@0.25.10",
                NpmPackageIT.PACKAGE.toString());
        Path examples = npm.copy(NpmPackageIT.EXAMPLES);
        Files.writeString(examples.resolve("main.jsx"), """
                import { StrictMode } from "react";
                import { createRoot } from "react-dom/client";
                import { Lobby } from "./Lobby.jsx";

                createRoot(document.body).render(<StrictMode><Lobby room="lobby" name="ann" /></StrictMode>);
                """);
        Path bundle = npm.folder().resolve("bundle.js");
        npm.run(examples, "esbuild", "main.jsx", "--bundle", "--jsx=automatic", "--define:process.env.NODE_ENV=\"development\"",
                "--outfile=" + bundle);
        talk("<!doctype html><body></body><script type=\"module\">" + Files.readString(bundle).replace("</script", "<\\/script")
                + "</script>");
    }
}
