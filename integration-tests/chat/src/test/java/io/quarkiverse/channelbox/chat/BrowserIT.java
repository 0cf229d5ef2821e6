package io.quarkiverse.channelbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Page;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.WsClient;

/** Pages talk in one room and in several. */
class BrowserIT extends BrowserTestBase {

    private static PackagedApplication application;

    @BeforeAll
    static void startApplication() throws IOException {
        application = PackagedApplication.start();
    }

    @AfterAll
    static void stopApplication() {
        application.close();
    }

    private Page enter(String name, String room) {
        return enter(application.base(), name, room);
    }

    @Test
    void twoPagesTalkAndAThirdSeesWhatWasSaid() {
        Page ann = enter("Ann", "lobby");
        Page bob = enter(visit(application.base(), phone()), "Bob <i>B.</i>", "lobby");
        say(ann, "Good morning! Is the release out?");
        assertMessages(bob, List.of("Good morning! Is the release out?"));
        say(bob, "<img src=x onerror=alert(1)> is text, I hope");
        List<String> both = List.of("Good morning! Is the release out?", "<img src=x onerror=alert(1)> is text, I hope");
        assertMessages(ann, both);
        Page cleo = enter("Cleo", "lobby");
        assertMessages(cleo, both);
        for (Page page : List.of(ann, bob, cleo)) {
            assertThat(page.locator("#members .who")).hasText(new String[] { "Ann", "Bob <i>B.</i>", "Cleo" });
        }
        picture(ann, "desktop");
        picture(bob, "phone");
        bob.close();
        assertThat(ann.locator("#members .who")).hasText(new String[] { "Ann", "Cleo" });
    }

    @Test
    void roomsAreApartAndCountWhatIsUnread() {
        Page ann = enter("Ann", "first");
        Page bob = enter("Bob", "first");
        for (Page page : List.of(ann, bob)) {
            add(page, "second");
            isHere(page, "Ann");
        }
        show(ann, "first");
        say(bob, "one");
        say(bob, "two");
        assertThat(tab(ann, "second").locator(".unread")).hasText("2");
        assertThat(ann).hasTitle("(2) first · channel-box chat");
        assertMessages(ann, List.of());
        say(ann, "here");
        assertThat(tab(bob, "first").locator(".unread")).hasText("1");
        picture(ann, "rooms");
        show(ann, "second");
        assertMessages(ann, List.of("one", "two"));
        assertThat(ann.locator("#rooms .unread")).hasCount(0);
        assertThat(ann).hasTitle("second · channel-box chat");
        assertMessages(bob, List.of("one", "two"));
    }

    /** It is there for some seconds only, in which nobody looks on a machine that is busy: the page keeps what it has shown. */
    private static void keepTyping(Page page) {
        page.evaluate("""
                () => {
                    const typing = document.getElementById("typing");
                    globalThis.shown = [];
                    new MutationObserver(() => shown.push(typing.textContent)).observe(typing, { childList: true });
                }""");
    }

    private static void hasShown(Page page, String text) {
        page.waitForFunction("text => shown.includes(text)", text);
    }

    @Test
    void typingShowsAndGoes() throws InterruptedException {
        Page ann = enter("Ann", "typing");
        Page bob = enter("Bob", "typing");
        keepTyping(ann);
        keepTyping(bob);
        try (WsClient plain = WsClient.open(application.base(), "/ws/chat/typing")) {
            ann.locator("#message").pressSequentially("Hel");
            hasShown(bob, "Ann is typing…");
            say(ann, "Hello");
            assertThat(bob.locator("#typing")).hasText("");
            bob.locator("#message").pressSequentially("I");
            hasShown(ann, "Bob is typing…");
            // Bob thinks it over.
            assertThat(ann.locator("#typing")).hasText("");
            assertThat(bob.locator("#typing")).hasText("");
            say(bob, "Good morning");
            assertEquals(List.of(ChatTestBase.said("Ann", "Hello"), ChatTestBase.said("Bob", "Good morning")), plain.next(2));
        }
    }

    @Test
    void whoClosesATabLeaves() {
        Page ann = enter("Ann", "stay");
        Page bob = enter("Bob", "stay");
        add(bob, "go");
        add(ann, "go");
        isHere(bob, "Ann");
        bob.getByLabel("Leave go").click();
        assertThat(ann.locator("#members .who")).hasText(new String[] { "Ann" });
        assertRooms(bob, "stay");
        ann.waitForFunction("fetch('/api/groups/typing-go').then(got => got.json()).then(({ channels }) => channels === 1)");
        say(ann, "Bob does not see this");
        show(ann, "stay");
        say(ann, "but this");
        assertMessages(bob, List.of("but this"));
        bob.getByLabel("Leave stay").click();
        assertThat(bob.locator("#entry")).isVisible();
        assertThat(ann.locator("#members .who")).hasText(new String[] { "Ann" });
    }

    @Test
    void aReloadKeepsTheRoomsAndWhatIsUnread() {
        Page ann = enter("Ann", "kept");
        Page bob = enter("Bob", "kept");
        say(bob, "read");
        assertMessages(ann, List.of("read"));
        add(ann, "other");
        say(bob, "unread");
        assertThat(tab(ann, "kept").locator(".unread")).hasText("1");
        ann.reload();
        online(ann);
        assertRooms(ann, "kept", "other");
        assertThat(ann.locator("#rooms [aria-current] .label")).hasText("other");
        assertThat(tab(ann, "kept").locator(".unread")).hasText("1");
        show(ann, "kept");
        assertMessages(ann, List.of("read", "unread"));
    }

    /** The server refuses it, and the page says why. */
    @Test
    void aRoomThatMayNotBe() {
        Page ann = visit(application.base());
        ann.fill("#name", "Ann");
        ann.fill("#first-room", "not a room");
        ann.press("#first-room", "Enter");
        assertThat(ann.locator("#problem")).containsText("You cannot join “not a room”: the group name");
        assertThat(ann.locator("#problem")).containsText("(400)");
        assertThat(ann.locator("#entry")).isVisible();
        enter(ann, "Ann", "good");
        assertThat(ann.locator("#problem")).isHidden();
        ann.fill("#room", "no..room");
        ann.click("#add");
        assertThat(ann.locator("#problem")).containsText("(400)");
        assertRooms(ann, "good");
        picture(ann, "refused");
    }
}
