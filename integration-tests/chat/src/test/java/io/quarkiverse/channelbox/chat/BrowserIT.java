package io.quarkiverse.channelbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;

import io.quarkiverse.channelbox.testclient.Browsers;
import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;

/** People with a browser: two pages talk, the network goes and comes back, the server restarts. */
class BrowserIT {

    private static final int PATIENCE_MILLIS = 40_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Playwright playwright;
    private static Browser chromium;

    private final List<String> errors = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        playwright = Browsers.playwright();
        chromium = Browsers.chromium(playwright);
    }

    @AfterAll
    static void stop() {
        playwright.close();
    }

    @AfterEach
    void closePages() {
        chromium.contexts().forEach(context -> context.close());
    }

    private Page join(URI base, String name, String group) {
        return join(base, name, group, 1000, 640);
    }

    private Page join(URI base, String name, String group, int width, int height) {
        Page page = chromium.newContext(new Browser.NewContextOptions().setViewportSize(width, height)).newPage();
        page.onPageError(errors::add);
        page.navigate(base.toString());
        page.fill("#name", name);
        page.fill("#group", group);
        page.click("#join");
        online(page);
        return page;
    }

    private static void online(Page page) {
        assertThat(page.locator("#state")).hasText("online", new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    private static void say(Page page, String text) {
        page.fill("#message", text);
        page.press("#message", "Enter");
    }

    private static Locator messages(Page page) {
        return page.locator("#messages .text");
    }

    private static void assertMessages(Page page, List<String> expected) {
        assertThat(messages(page)).hasCount(expected.size(), new HasCountOptions().setTimeout(PATIENCE_MILLIS));
        assertEquals(expected, messages(page).allTextContents());
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Test
    void twoPagesTalkAndAThirdSeesWhatWasSaid() throws IOException {
        try (PackagedApplication application = PackagedApplication.start()) {
            Page ann = join(application.base(), "Ann", "lobby");
            Page bob = join(application.base(), "Bob", "lobby", 390, 844);
            say(ann, "Good morning! Is the release out?");
            assertMessages(bob, List.of("Good morning! Is the release out?"));
            say(bob, "<img src=x onerror=alert(1)> is text, I hope");
            List<String> both = List.of("Good morning! Is the release out?", "<img src=x onerror=alert(1)> is text, I hope");
            assertMessages(ann, both);
            Page cleo = join(application.base(), "Cleo", "lobby");
            assertMessages(cleo, both);
            for (Page page : List.of(ann, bob, cleo)) {
                assertThat(page.locator("#members .who")).hasText(new String[] { "Ann", "Bob", "Cleo" });
            }
            picture(ann, "two-pages-desktop");
            picture(bob, "two-pages-phone");
            bob.close();
            assertThat(ann.locator("#members .who")).hasText(new String[] { "Ann", "Cleo" });
            assertEquals(List.of(), errors);
        }
    }

    /** The page comes back by itself; each message is there once and in order. */
    @Test
    void theNetworkIsCut() throws IOException {
        try (PackagedApplication application = PackagedApplication.start();
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = join(network.uri(), "Ann", "cut");
            Page bob = join(application.base(), "Bob", "cut");
            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                network.cut();
                assertThat(ann.locator("#state")).hasText("reconnecting");
                for (int i = 0; i < 10; i++) {
                    expected.add("round " + round + ", message " + i);
                    say(bob, expected.get(expected.size() - 1));
                }
                assertMessages(bob, expected);
                if (round == 1) {
                    picture(ann, "reconnecting");
                }
                network.restore();
                online(ann);
                assertMessages(ann, expected);
                expected.add("back " + round);
                say(ann, "back " + round);
                assertMessages(bob, expected);
                assertMessages(ann, expected);
            }
            assertThat(ann.locator("#messages .note")).hasCount(0);
            assertEquals(List.of(), errors);
        }
    }

    @Test
    void whoMissedTooMuchIsTold() throws IOException {
        try (PackagedApplication application = PackagedApplication.start("-Dquarkus.channel-box.history.size=5");
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = join(network.uri(), "Ann", "gap");
            say(ann, "before");
            assertMessages(ann, List.of("before"));
            network.cut();
            assertThat(ann.locator("#state")).hasText("reconnecting");
            try (WsClient bob = WsClient.open(application.base(), "/ws/chat/gap")) {
                bob.next();
                for (int i = 1; i <= 12; i++) {
                    bob.send(ChatTestBase.said("Bob", "message " + i));
                }
                bob.next(12);
            }
            network.restore();
            online(ann);
            assertMessages(ann,
                    List.of("before", "message 8", "message 9", "message 10", "message 11", "message 12"));
            assertThat(ann.locator("#messages .note")).hasText("You missed 7 messages.");
            picture(ann, "missed");
        }
    }

    /** Another epoch: what was said before is on the page only. Nobody hangs, and nobody storms the server. */
    @Test
    void theServerRestarts() throws IOException, InterruptedException {
        PackagedApplication application = PackagedApplication.start();
        try (TcpProxy network = TcpProxy.to(application.base())) {
            List<Page> pages = IntStream.range(0, 2).mapToObj(i -> join(network.uri(), "Page " + i, "restart")).toList();
            say(pages.get(0), "before");
            pages.forEach(page -> assertMessages(page, List.of("before")));
            application.terminate();
            application.exitCode();
            int before = network.upgrades();
            long start = System.nanoTime();
            for (Page page : pages) {
                assertThat(page.locator("#state")).hasText("reconnecting");
            }
            application = PackagedApplication.start(application.base().getPort());
            pages.forEach(BrowserIT::online);
            double seconds = (System.nanoTime() - start) / 1e9;
            int tries = network.upgrades() - before;
            assertTrue(tries <= pages.size() * (1 + seconds), tries + " tries in " + seconds + " s");
            say(pages.get(1), "after");
            for (Page page : pages) {
                assertMessages(page, List.of("before", "after"));
                assertThat(page.locator("#messages .note")).hasText("You may have missed messages.");
            }
        } finally {
            application.close();
        }
    }

    /** The server refuses the name, and the page says so instead of trying for ever. */
    @Test
    void aRefusal() throws IOException {
        try (PackagedApplication application = PackagedApplication.start("-Dquarkus.channel-box.max-group-name-length=10")) {
            Page page = chromium.newContext().newPage();
            page.navigate(application.base().resolve("/?name=Ann&group=far-too-long").toString());
            assertThat(page.locator("#problem")).containsText("(400)");
            assertThat(page.locator("#state")).hasText("offline");
            picture(page, "refused");
        }
    }
}
