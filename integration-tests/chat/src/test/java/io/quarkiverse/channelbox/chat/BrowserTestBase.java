package io.quarkiverse.channelbox.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;

import io.quarkiverse.channelbox.testclient.Browsers;

/** People with a browser, and what they see on the page. */
abstract class BrowserTestBase {

    /** How long a page may take until it shows what it should. */
    static final int PATIENCE_MILLIS = 40_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Playwright playwright;
    private static Browser chromium;

    private final List<String> errors = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBrowser() {
        playwright = Browsers.playwright();
        chromium = Browsers.chromium(playwright);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void stopBrowser() {
        playwright.close();
    }

    @AfterEach
    void closePages() {
        chromium.contexts().forEach(context -> context.close());
        assertEquals(List.of(), errors);
    }

    /** Somebody opens the page. */
    Page visit(URI address) {
        return visit(address, new Browser.NewContextOptions().setViewportSize(1000, 640));
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setViewportSize(390, 844).setColorScheme(ColorScheme.DARK);
    }

    Page visit(URI address, Browser.NewContextOptions options) {
        Page page = chromium.newContext(options).newPage();
        page.onPageError(errors::add);
        page.navigate(address.toString());
        return page;
    }

    Page enter(URI base, String name, String room) {
        return enter(visit(base), name, room);
    }

    Page enter(Page page, String name, String room) {
        page.fill("#name", name);
        page.fill("#first-room", room);
        page.click("#enter");
        online(page);
        isHere(page, name);
        return page;
    }

    /** Joins another room, which is shown then. */
    static void add(Page page, String room) {
        page.fill("#room", room);
        page.click("#add");
        assertThat(page.locator("#rooms [aria-current] .label")).hasText(room);
    }

    static void show(Page page, String room) {
        tab(page, room).click();
    }

    static Locator tab(Page page, String room) {
        return page.locator("#rooms .room", new Page.LocatorOptions().setHasText(room));
    }

    static void assertRooms(Page page, String... rooms) {
        assertThat(page.locator("#rooms .label")).hasText(rooms);
    }

    static void online(Page page) {
        assertThat(page.locator("#state")).hasText("online");
    }

    static void isHere(Page page, String name) {
        assertThat(page.locator("#members .who").getByText(name)).hasCount(1);
    }

    static void assertBar(Page page, String text) {
        assertThat(page.locator("#bar-text")).hasText(text);
    }

    static void say(Page page, String text) {
        page.fill("#message", text);
        page.press("#message", "Enter");
    }

    /** What the room that is shown holds. */
    static void assertMessages(Page page, List<String> expected) {
        Locator texts = page.locator(".messages:not([hidden]) .text");
        assertThat(texts).hasCount(expected.size());
        assertEquals(expected, texts.allTextContents());
    }

    static Locator notes(Page page) {
        return page.locator(".messages:not([hidden]) .note");
    }

    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
