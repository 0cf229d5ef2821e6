package io.quarkiverse.channelbox.testclient;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;

/** The Chromium of this machine and the Node.js that comes with Playwright. */
public final class Browsers {

    private static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final List<String> QUIET = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            // A page that a test provides counts as one of a public network, which may not connect to this machine.
            "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets");

    private Browsers() {
    }

    public static Playwright playwright() {
        return Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD));
    }

    /** Without a Chromium the test is skipped, visibly. */
    public static Browser chromium(Playwright playwright) {
        Optional<Path> executable = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(executable.isPresent(), "There is no Chromium on the path (" + NAMES + "): install it");
        return playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(executable.get()).setArgs(QUIET));
    }

    public static String node() {
        return Driver.ensureDriverInstalled(NO_DOWNLOAD, false).createProcessBuilder().command().get(0);
    }
}
