package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;

import io.quarkiverse.channelbox.testclient.Browsers;

@Tag("long")
class ChromiumStormIT {

    private static final int CLIENTS = 6;

    /** Two pages, with several clients each. */
    @Test
    void everybodyHasTheLogOrIsTold() throws IOException, InterruptedException {
        try (Playwright playwright = Browsers.playwright();
                Browser chromium = Browsers.chromium(playwright);
                Storm storm = new Storm(CLIENTS)) {
            storm.run(List.of(new PageCaller(chromium, storm.network().uri()),
                    new PageCaller(chromium, storm.network().uri())));
        }
    }
}
