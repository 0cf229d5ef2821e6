package io.quarkiverse.channelbox.test.dev;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

import io.quarkiverse.channelbox.testclient.Browsers;
import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusDevModeTest;

/** The Dev UI in a real browser, beside a page of the application; both go on when the application is changed. */
@Tag("long")
class DevUiPageTest {

    private static final int PORT = Scratch.freePort();
    private static final URI BASE = URI.create("http://localhost:" + PORT);
    private static final String DEV_UI = BASE + "/q/dev-ui/quarkus-channel-box/";
    private static final int PATIENCE_MILLIS = 30_000;
    /** Quarkus' own page asks again for its data when the application is changed, and while that starts nobody answers. */
    private static final String ASKED_DURING_THE_START = "Failed to fetch dynamically imported module: " + BASE
            + "/q/dev-ui/devui-data.js";
    private static final String HTML_IN_A_NAME = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClasses(HallEndpoint.class, HallEndpoint.News.class)
                    .addAsResource(new StringAsset("""
                            quarkus.http.port=%d
                            quarkus.channel-box.group-name-pattern=.+
                            """.formatted(PORT)), "application.properties")
                    .addAsResource(new StringAsset("""
                            <!DOCTYPE html>
                            <title>Hall</title>
                            <p id="state"></p>
                            <ul id="messages"></ul>
                            <script type="module">
                                import { connect } from '/channel-box.js';
                                const client = connect('/hall/page', { minDelay: 100, maxDelay: 500 });
                                client.on('state', ({ state }) => document.getElementById('state').textContent = state);
                                client.on('message', ({ data }) => document.getElementById('messages')
                                    .append(Object.assign(document.createElement('li'), { textContent: data })));
                                window.say = text => client.send(text);
                            </script>
                            """), "META-INF/resources/index.html"));

    private final List<String> errors = new CopyOnWriteArrayList<>();

    @Test
    void showsGroupsAndGoesOnWhenTheApplicationIsChanged() {
        try (Playwright playwright = Browsers.playwright();
                Browser chromium = Browsers.chromium(playwright);
                WsClient member = WsClient.open(BASE, "/hall/" + encoded(HTML_IN_A_NAME))) {
            Page page = open(chromium, BASE + "/");
            assertThat(page.locator("#state")).hasText("open");
            Page devUi = open(chromium, DEV_UI + "groups");
            assertThat(row(devUi, "hall-page")).hasCount(1);
            assertShowsWhatIsSent(devUi, page);
            assertIsText(devUi, member);
            assertLeavesAPageThatIsGone(devUi);
            assertGoesOn(devUi, page);
            assertShowsWhatTheBuildHasFound(devUi);
        }
        assertEquals(List.of(), errors);
    }

    private static void assertShowsWhatIsSent(Page devUi, Page page) {
        row(devUi, "hall-page").click();
        devUi.locator("#payload textarea").fill("hello from the Dev UI");
        devUi.locator("#saveHistory").click();
        devUi.locator("#send").click();
        assertThat(devUi.locator("#outcome")).containsText("Sent to 1 channel, stored as");
        assertThat(page.locator("#messages")).containsText("hello from the Dev UI");
        assertThat(devUi.locator("#history")).containsText("hello from the Dev UI");
        // Nobody asks: it is told.
        page.evaluate("say('hi')");
        assertThat(devUi.locator(".muted", new Page.LocatorOptions().setHasText("messages/s"))).not()
                .containsText("0.0 messages/s");
        devUi.locator("#back").click();
    }

    private static void assertIsText(Page devUi, WsClient member) {
        String group = "hall-" + HTML_IN_A_NAME;
        assertThat(row(devUi, group)).hasText(group);
        row(devUi, group).click();
        assertThat(devUi.locator("#group")).hasText(group);
        devUi.locator("#payload textarea").fill(HTML_IN_A_NAME);
        devUi.locator("#saveHistory").click();
        devUi.locator("#send").click();
        assertThat(devUi.locator("#history")).containsText(HTML_IN_A_NAME);
        assertEquals(HTML_IN_A_NAME, member.next());
        devUi.locator("#flush-history").click();
        assertThat(devUi.locator("#outcome")).hasText("1 message is forgotten");
        devUi.locator("vaadin-button", new Page.LocatorOptions().setHasText("Disconnect")).click();
        assertThat(devUi.locator("#outcome")).hasText("Disconnected");
        assertEquals(1000, member.closeCode());
        devUi.locator("#back").click();
    }

    /** Of 26 groups the second page has one; when there is one page only, that is shown. */
    private static void assertLeavesAPageThatIsGone(Page devUi) {
        List<WsClient> others = IntStream.range(0, 25).mapToObj(i -> WsClient.open(BASE, "/hall/z" + i)).toList();
        devUi.locator("vaadin-button", new Page.LocatorOptions().setHasText("Next")).click();
        assertThat(devUi.locator("span#page")).hasText("Page 2 of 2");
        assertThat(row(devUi, "hall-page")).hasCount(0);
        others.forEach(WsClient::close);
        assertThat(row(devUi, "hall-page")).hasCount(1);
        assertThat(devUi.locator("span#page")).hasCount(0);
    }

    /** The page has another answer and is in another group; the Dev UI shows it without being loaded again. */
    private static void assertGoesOn(Page devUi, Page page) {
        Sources.modify(APP, HallEndpoint.class,
                source -> source.replace("answer-0", "answer-1").replace("\"hall-{name}\"", "\"room-{name}\""));
        // Any request will do.
        page.request().get(BASE + "/index.html");
        assertThat(row(devUi, "room-page")).hasCount(1);
        assertThat(row(devUi, "hall-page")).hasCount(0);
        assertThat(page.locator("#state")).hasText("open");
        page.evaluate("say('you')");
        assertThat(page.locator("#messages")).containsText("answer-1 to you");
    }

    private static void assertShowsWhatTheBuildHasFound(Page devUi) {
        devUi.navigate(DEV_UI + "endpoints");
        assertThat(devUi.locator("#endpoints")).containsText("/hall/{name}");
        assertThat(devUi.locator("#templates")).containsText("room-{name}");
        assertThat(devUi.locator("#publishers")).containsText("event-0");
    }

    private static Locator row(Page devUi, String group) {
        // The grid keeps rows that it does not need now.
        return devUi.locator("button.name", new Page.LocatorOptions().setHasText(group))
                .filter(new Locator.FilterOptions().setVisible(true));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Page open(Browser chromium, String address) {
        Page page = chromium.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page.onPageError(error -> {
            if (!error.contains(ASKED_DURING_THE_START)) {
                errors.add(error);
            }
        });
        page.onDialog(dialog -> {
            if (!dialog.type().equals("confirm")) {
                errors.add(dialog.message());
            }
            dialog.accept();
        });
        page.navigate(address);
        return page;
    }
}
