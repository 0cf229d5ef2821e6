package io.quarkiverse.channelbox.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.quarkiverse.channelbox.testclient.Scratch;

/** An nginx with the configuration of the page on security, but for addresses and paths, and a certificate of its own. */
final class TlsNginx implements AutoCloseable {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final Path CONFIGURATION = DocFiles.MODULE.resolve("examples/security/nginx.conf");

    private final int port = Scratch.freePort();
    private final Path directory;
    private final KeyStore keys = KeyStore.getInstance("PKCS12");
    private final Process process;

    private TlsNginx(String program, URI application) throws IOException, InterruptedException, GeneralSecurityException {
        directory = Files.createTempDirectory("channel-box-nginx");
        makeCertificate();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, "events {}\nhttp {\naccess_log off;\n" + temporary() + "%s}\n".formatted(replaced(
                DocFiles.read(CONFIGURATION), "listen 443 ssl", "listen 127.0.0.1:" + port + " ssl",
                "127.0.0.1:8080", application.getAuthority(), "/etc/nginx/", directory + "/")));
        Path log = directory.resolve("error.log");
        process = new ProcessBuilder(program, "-c", configuration.toString(), "-e", log.toString(), "-g",
                "daemon off; master_process off; pid " + directory.resolve("pid") + "; error_log " + log + ";")
                .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        await().until(() -> Scratch.isListening(port) || !process.isAlive());
        assertTrue(process.isAlive(), () -> DocFiles.read(directory.resolve("output")));
    }

    /** The test is skipped where there is no nginx. */
    static TlsNginx start(URI application) throws Exception {
        String program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElse(null);
        assumeTrue(program != null, "nginx is not installed");
        return new TlsNginx(program, application);
    }

    int port() {
        return port;
    }

    /** The status of the answer to an upgrade that comes by TLS. */
    int upgrade(String path, String... headers) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            return UpgradeRequest.status(socket, path, headers);
        }
    }

    private void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("keys.p12");
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process keytool = new ProcessBuilder(program.toString(), "-genkeypair", "-keyalg", "EC",
                "-storetype", "PKCS12", "-dname", "CN=chat.example.org", "-alias", "chat", "-keystore", store.toString(),
                "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        // So that the certificate is trusted, too.
        keys.setCertificateEntry("trusted", keys.getCertificate("chat"));
        write("chat.example.org.pem", "CERTIFICATE", keys.getCertificate("chat").getEncoded());
        write("chat.example.org.key", "PRIVATE KEY", keys.getKey("chat", PASSWORD).getEncoded());
    }

    private void write(String name, String what, byte[] der) throws IOException {
        Files.writeString(directory.resolve(name), "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what,
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)));
    }

    private String temporary() {
        StringBuilder paths = new StringBuilder();
        Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").forEach(
                body -> paths.append(body).append("_temp_path ").append(directory.resolve(body)).append(";\n"));
        return paths.toString();
    }

    private static String replaced(String text, String... pairs) {
        String result = text;
        for (int i = 0; i < pairs.length; i += 2) {
            String what = pairs[i];
            assertTrue(result.contains(what), () -> CONFIGURATION + " does not have " + what);
            result = result.replace(what, pairs[i + 1]);
        }
        return result;
    }

    @Override
    public void close() throws InterruptedException {
        Scratch.end(process);
        Scratch.delete(directory);
    }
}
