package io.quarkiverse.channelbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Page;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The network goes and comes back, the server restarts: the page comes back by itself and says what it missed. */
@Tag("long")
class BrowserNetworkIT extends BrowserTestBase {

    private static final String NOTHING_MISSED = "Connected again. Nothing was missed.";

    private static void isCut(Page page) {
        assertThat(page.locator("#state")).hasText("reconnecting");
        assertThat(page.locator("#bar")).containsText("Reconnecting");
    }

    private static List<String> said(URI base, String room, int count) throws InterruptedException {
        List<String> texts = IntStream.rangeClosed(1, count).mapToObj(i -> "message " + i).toList();
        try (WsClient bob = WsClient.open(base, "/ws/chat/" + room)) {
            bob.next();
            texts.forEach(text -> bob.send(ChatTestBase.said("Bob", text)));
            bob.next(count);
        }
        return texts;
    }

    @Test
    void aCutIsSeenAndNothingIsMissed() throws IOException {
        try (PackagedApplication application = PackagedApplication.start();
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = enter(network.uri(), "Ann", "cut");
            Page bob = enter(application.base(), "Bob", "cut");
            for (Page page : List.of(ann, bob)) {
                add(page, "beside");
                show(page, "cut");
            }
            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                network.cut();
                isCut(ann);
                assertThat(ann.locator("#countdown")).hasText(Pattern.compile("Reconnecting in \\d+ s"));
                for (int i = 0; i < 10; i++) {
                    expected.add("round " + round + ", message " + i);
                    say(bob, expected.get(expected.size() - 1));
                }
                assertMessages(bob, expected);
                say(ann, "back " + round);
                assertThat(ann.locator("#unsent")).hasText("Not sent: there is no connection.");
                assertThat(ann.locator("#message")).hasValue("back " + round);
                picture(ann, "cut");
                network.restore();
                assertBar(ann, NOTHING_MISSED);
                online(ann);
                assertMessages(ann, expected);
                ann.press("#message", "Enter");
                expected.add("back " + round);
                assertMessages(bob, expected);
                assertMessages(ann, expected);
                assertThat(ann.locator("#unsent")).isHidden();
            }
            picture(ann, "nothing-missed");
            show(bob, "beside");
            say(bob, "Still here?");
            assertThat(tab(ann, "beside").locator(".unread")).hasText("1");
            assertThat(notes(ann)).hasCount(0);
        }
    }

    /** The answer got lost, not the message: sent again, it is not there twice. */
    @Test
    void whatMayHaveBeenSentIsNotSentTwice() throws IOException {
        try (PackagedApplication application = PackagedApplication.start();
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = enter(network.uri(), "Ann", "unsure");
            Page bob = enter(application.base(), "Bob", "unsure");
            network.holdAnswers();
            say(ann, "once");
            assertMessages(bob, List.of("once"));
            network.cut();
            network.release();
            assertThat(ann.locator("#unsent")).containsText("Perhaps not sent");
            assertThat(ann.locator("#message")).hasValue("once");
            network.restore();
            assertBar(ann, NOTHING_MISSED);
            ann.press("#message", "Enter");
            assertThat(ann.locator("#unsent")).isHidden();
            say(ann, "twice");
            assertMessages(bob, List.of("once", "twice"));
            assertMessages(ann, List.of("once", "twice"));
        }
    }

    /** Much is said while a page that knows one message has no network; returns what, when it has it again. */
    private static List<String> sayWhileCut(Page ann, TcpProxy network, PackagedApplication application)
            throws IOException, InterruptedException {
        say(ann, "before");
        assertMessages(ann, List.of("before"));
        network.cut();
        isCut(ann);
        List<String> said = said(application.base(), "gap", 12);
        network.restore();
        return said;
    }

    @Test
    void whoMissedTooMuchIsTold() throws IOException, InterruptedException {
        try (PackagedApplication application = PackagedApplication.start("-Dquarkus.channel-box.history.size=5");
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = enter(network.uri(), "Ann", "gap");
            List<String> said = sayWhileCut(ann, network, application);
            assertBar(ann, "Some messages may be missing in gap.");
            assertMessages(ann, Stream.concat(Stream.of("before"), said.subList(7, 12).stream()).toList());
            assertThat(notes(ann)).hasText("7 messages are missing here.");
            picture(ann, "missed");
        }
    }

    /** More was said than a resume gives: the page fills the gap from the history. */
    @Test
    void whatTheHistoryHasIsFetched() throws IOException, InterruptedException {
        try (PackagedApplication application = PackagedApplication.start("-Dquarkus.channel-box.max-resume=3");
                TcpProxy network = TcpProxy.to(application.base())) {
            Page ann = enter(network.uri(), "Ann", "gap");
            List<String> said = sayWhileCut(ann, network, application);
            assertBar(ann, NOTHING_MISSED);
            assertMessages(ann, Stream.concat(Stream.of("before"), said.stream()).toList());
            assertThat(notes(ann)).hasCount(0);
        }
    }

    /** Another epoch: what was said before is on the page only. Nobody hangs, and nobody storms the server. */
    @Test
    void theServerRestarts() throws IOException, InterruptedException {
        PackagedApplication application = PackagedApplication.start(Scratch.freePort());
        try (TcpProxy network = TcpProxy.to(application.base())) {
            List<Page> pages = IntStream.range(0, 2).mapToObj(i -> enter(network.uri(), "Page " + i, "restart")).toList();
            say(pages.get(0), "before");
            pages.forEach(page -> assertMessages(page, List.of("before")));
            application.terminate();
            application.exitCode();
            int before = network.upgrades();
            long start = System.nanoTime();
            pages.forEach(BrowserNetworkIT::isCut);
            application = PackagedApplication.start(application.base().getPort());
            pages.forEach(BrowserTestBase::online);
            double seconds = (System.nanoTime() - start) / 1e9;
            int tries = network.upgrades() - before;
            assertTrue(tries <= pages.size() * (1 + seconds), tries + " tries in " + seconds + " s");
            pages.forEach(page -> assertThat(page.locator("#members .who"))
                    .hasText(new String[] { "Page 0", "Page 1" }));
            say(pages.get(1), "after");
            for (Page page : pages) {
                assertMessages(page, List.of("before", "after"));
                assertThat(notes(page)).hasText("Some messages may be missing here.");
            }
            picture(pages.get(0), "restarted");
        } finally {
            application.close();
        }
    }
}
