package io.quarkiverse.channelbox.deployment.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.EnumDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.nodeTypes.NodeWithJavadoc;
import com.github.javaparser.javadoc.Javadoc;
import com.github.javaparser.javadoc.JavadocBlockTag;

/** Reads the Javadoc of one file, by the class, {@code Class#field} and {@code Class#method()}, as Markdown. */
final class JavadocReader {

    private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal|link|linkplain|value)\\s+([^}]*)}");
    private static final Pattern CODE_ELEMENT = Pattern.compile("</?(?:code|tt)>");
    private static final Pattern PARAGRAPH = Pattern.compile("\\s*<(?:p|br|li|ul|ol|/?pre)\\s*/?>\\s*");
    private static final Pattern ELEMENT = Pattern.compile("</?[a-zA-Z][^>]*>");

    private final Map<String, String> found = new HashMap<>();

    private JavadocReader() {
    }

    static Map<String, String> read(CompilationUnit unit) {
        JavadocReader reader = new JavadocReader();
        String prefix = unit.getPackageDeclaration().map(declared -> declared.getNameAsString() + ".").orElse("");
        unit.getTypes().forEach(type -> reader.type(prefix, type));
        return reader.found;
    }

    private void type(String prefix, TypeDeclaration<?> type) {
        String name = prefix + type.getNameAsString();
        add(name, type);
        if (type instanceof RecordDeclaration) {
            type.getJavadoc().ifPresent(javadoc -> components(name, javadoc));
        }
        for (BodyDeclaration<?> member : type.getMembers()) {
            if (member instanceof TypeDeclaration<?> nested) {
                type(name + ".", nested);
            } else if (member instanceof FieldDeclaration field) {
                field.getVariables().forEach(variable -> add(name + "#" + variable.getNameAsString(), field));
            } else if (member instanceof MethodDeclaration method) {
                add(name + "#" + method.getNameAsString() + "()", method);
            }
        }
        if (type instanceof EnumDeclaration constants) {
            constants.getEntries().forEach(constant -> add(name + "#" + constant.getNameAsString(), constant));
        }
    }

    private void components(String name, Javadoc javadoc) {
        for (JavadocBlockTag tag : javadoc.getBlockTags()) {
            Optional<String> component = tag.getName();
            if (tag.getType() == JavadocBlockTag.Type.PARAM && component.isPresent()) {
                put(name + "#" + component.get(), tag.getContent().toText());
            }
        }
    }

    private void add(String name, NodeWithJavadoc<?> declared) {
        declared.getJavadoc().ifPresent(javadoc -> put(name, javadoc.getDescription().toText()));
    }

    private void put(String name, String javadoc) {
        String text = markdown(javadoc);
        if (!text.isEmpty()) {
            found.putIfAbsent(name, text);
        }
    }

    private static String markdown(String javadoc) {
        String text = CODE.matcher(javadoc).replaceAll("`$1`");
        text = CODE_ELEMENT.matcher(text).replaceAll("`");
        text = PARAGRAPH.matcher(text).replaceAll("\n\n");
        text = ELEMENT.matcher(text).replaceAll("");
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&#64;", "@").replace("&amp;", "&").strip();
    }
}
