import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A step of the build: makes one minified module of the modules of the JavaScript client, with a source map, and compresses
 * both. UglifyJS does the work, in Rhino, so that Maven is all that a build needs.
 */
public class ClientPackager {

    /** As its own command loads it. */
    private static final List<String> PARTS = List.of("lib/utils", "lib/ast", "lib/transform", "lib/parse", "lib/scope",
            "lib/compress", "lib/output", "lib/sourcemap", "lib/mozilla-ast", "lib/propmangle", "lib/minify");
    /** By the name that it has where it comes from: in one scope it has no other. */
    private static final Pattern IMPORT = Pattern.compile("^import \\{[\\w, ]*\\} from \"\\./(.*)\";$", Pattern.MULTILINE);
    private static final Pattern RENAMING = Pattern.compile("^import .* as ", Pattern.MULTILINE);
    private static final Pattern EXPORTED = Pattern.compile("^export (?=\\w)", Pattern.MULTILINE);

    /** @param arguments the folder of the modules, the entry module's name, the folder for the results, UglifyJS' version */
    public static void main(String... arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        String entry = arguments[1];
        Path results = Files.createDirectories(Path.of(arguments[2]));
        Map<String, String> modules = new LinkedHashMap<>();
        collect(sources, entry, modules);
        // One scope for all: only the entry module has exports then, and nothing is imported.
        modules.replaceAll((name, text) -> IMPORT.matcher(name.equals(entry) ? text : EXPORTED.matcher(text).replaceAll(""))
                .replaceAll(""));
        NativeObject minified = minify(modules, "META-INF/resources/webjars/uglify-js/" + arguments[3] + "/");
        write(results.resolve(entry), minified.get("code").toString());
        write(results.resolve(entry + ".map"), minified.get("map").toString());
    }

    /** A module comes after those that it imports. */
    private static void collect(Path sources, String name, Map<String, String> modules) throws IOException {
        String text = Files.readString(sources.resolve(name));
        if (RENAMING.matcher(text).find()) {
            throw new IllegalArgumentException(name + " imports something by another name");
        }
        for (Matcher matcher = IMPORT.matcher(text); matcher.find();) {
            if (!modules.containsKey(matcher.group(1))) {
                collect(sources, matcher.group(1), modules);
            }
        }
        modules.put(name, text);
    }

    private static NativeObject minify(Map<String, String> modules, String uglify) throws IOException {
        try (Context context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ES6);
            Scriptable scope = context.initStandardObjects();
            context.evaluateString(scope, "var exports = {}, domprops = [], atob, btoa;", "what it finds in Node.js", 1, null);
            for (String part : PARTS) {
                context.evaluateString(scope, read(uglify + part + ".js"), part, 1, null);
            }
            Scriptable files = context.newObject(scope);
            modules.forEach((name, text) -> ScriptableObject.putProperty(files, name, text));
            ScriptableObject.putProperty(scope, "files", files);
            return (NativeObject) context.evaluateString(scope, """
                    var minified = minify(files, {
                        module: true,
                        compress: { passes: 3 },
                        mangle: { toplevel: true, properties: { regex: /^#/ } },
                        sourceMap: { includeSources: true },
                    });
                    if (minified.error) throw minified.error;
                    minified;
                    """, "minify", 1, null);
        }
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = ClientPackager.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        Files.write(Path.of(file + ".gz"), gzip(bytes));
        if (Brotli4jLoader.isAvailable()) {
            Files.write(Path.of(file + ".br"), Encoder.compress(bytes));
        } else {
            System.err.println("No Brotli for this platform: " + file + " is there with gzip only");
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
