package io.quarkiverse.channelbox.deployment.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

import io.quarkiverse.channelbox.Receipt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Types of TypeScript are what Jackson makes of those of Java. */
class PayloadTypesTest {

    enum Status {
        OPEN,
        @JsonProperty("shut down")
        CLOSED
    }

    record Values(String text, char letter, int number, Long big, double part, boolean flag, BigDecimal price, Instant at,
            LocalDate day, UUID id, byte[] image) {
    }

    record Containers(List<String> texts, Set<Status> states, Item[] items, int[][] grid, Map<String, Item> byName,
            Map<Status, List<Integer>> counts, Optional<Item> perhaps) {
    }

    record Unknown(Object any, JsonNode node, JsonObject object, JsonArray array, List<?> list,
            @JsonSerialize(using = ToStringSerializer.class) Item written) {
    }

    record Item(@NotNull String name) {
    }

    static class Other {
        record Item(int other) {
        }
    }

    record Page<T>(List<T> elements, T first) {
    }

    record Node(Node next, List<Node> children) {
    }

    record Sku(@JsonValue String value) {
    }

    @NullMarked
    record Marked(String never, @Nullable String perhaps, Sku sku, Optional<Integer> empty) {
    }

    record Annotated(@NonNull String jspecify, @NotNull String validation, String perhaps) {
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeftOut(String perhaps, @NotNull String alwaysThough) {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
            @JsonSubTypes.Type(value = Group.class, name = "group") })
    interface Shape {
    }

    record Circle(double radius) implements Shape {
    }

    record Group(@NotNull List<Shape> shapes) implements Shape {
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Named(int firstOne, @JsonProperty("not an identifier") int second) {
    }

    @JsonClassDescription("Ends */ here.")
    public static class Bean {
        private int count;
        private boolean isActive;
        private int hidden;
        public int open;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public boolean isActive() {
            return isActive;
        }

        @JsonPropertyDescription("Computed.")
        public int getTotal() {
            return hidden;
        }

        @JsonIgnore
        public int getSecret() {
            return 0;
        }
    }

    /** What is asked for, by name. */
    interface Roots {
        Values values();

        Containers containers();

        Unknown unknown();

        Other.Item otherItem();

        Page<Item> page();

        Page<List<Status>> pageOfLists();

        Node node();

        Marked marked();

        Annotated annotated();

        LeftOut leftOut();

        Shape shape();

        Circle circle();

        Named named();

        Bean bean();

        Receipt receipt();

        Optional<Item> perhaps();

        Map<String, List<Item>> map();

        List<Optional<Item>> perhapsMany();

        Page<Page<Item>[]> pageOfArrays();

        String text();

        Item item();
    }

    private static final Map<String, ObjectNode> ROOTS = new LinkedHashMap<>();
    private static Map<String, ObjectNode> definitions;

    private static PayloadSchemas schemas(Path... sources) throws IOException {
        List<Class<?>> classes = new ArrayList<>(List.of(Roots.class, Other.Item.class));
        classes.addAll(List.of(PayloadTypesTest.class.getDeclaredClasses()));
        return new PayloadSchemas(PayloadMapper.of(ConfigProvider.getConfig()), Index.of(classes), new TypeNames(),
                new Javadocs(List.of(sources)));
    }

    @BeforeAll
    static void read() throws IOException {
        PayloadSchemas schemas = schemas();
        ClassInfo roots = Index.singleClass(Roots.class);
        roots.methodsInDeclarationOrder().forEach(root -> ROOTS.put(root.name(), schemas.of(root.returnType())));
        definitions = schemas.definitions();
    }

    private static String root(String name) {
        return TypeScriptTypes.of(ROOTS.get(name), "");
    }

    private static void assertDeclared(String name, String expected) {
        assertEquals(expected, TypeScriptTypes.declaration(name, definitions.get(name)));
    }

    @Test
    void values() {
        assertDeclared("Values", """
                export interface Values {
                  text: string | null;
                  letter: string;
                  number: number;
                  big: number | null;
                  part: number;
                  flag: boolean;
                  price: number | null;
                  at: string | null;
                  day: string | null;
                  id: string | null;
                  image: string | null;
                }
                """);
        assertEquals("base64", definitions.get("Values").at("/properties/image/contentEncoding").asText());
        assertEquals("date-time", definitions.get("Values").at("/properties/at/format").asText());
        assertEquals("string", root("text"));
    }

    @Test
    void containers() {
        assertDeclared("Containers", """
                export interface Containers {
                  texts: string[] | null;
                  states: Status[] | null;
                  items: Item[] | null;
                  grid: number[][] | null;
                  byName: Record<string, Item> | null;
                  counts: Record<string, number[]> | null;
                  perhaps: Item | null;
                }
                """);
        assertDeclared("Status", "export type Status = \"OPEN\" | \"shut down\";\n");
        assertEquals("Record<string, Item[]>", root("map"));
        assertEquals("Item | null", root("perhaps"));
        assertEquals("(Item | null)[]", root("perhapsMany"));
    }

    @Test
    void whatCanBeAnythingIsUnknown() {
        assertDeclared("Unknown", """
                export interface Unknown {
                  any: unknown;
                  node: unknown;
                  object: Record<string, unknown> | null;
                  array: unknown[] | null;
                  list: unknown[] | null;
                  written: unknown;
                }
                """);
    }

    @Test
    void namesAreUniqueAndSayTheTypeArguments() {
        assertEquals("Item", root("item"));
        assertEquals("OtherItem", root("otherItem"));
        assertDeclared("PageOfItem", """
                export interface PageOfItem {
                  elements: Item[] | null;
                  first: Item | null;
                }
                """);
        assertEquals("PageOfListOfStatus", root("pageOfLists"));
        assertEquals("PageOfPageOfItemArray", root("pageOfArrays"));
        assertDeclared("PageOfPageOfItemArray", """
                export interface PageOfPageOfItemArray {
                  elements: PageOfItem[][] | null;
                  first: PageOfItem[] | null;
                }
                """);
        assertDeclared("Node", """
                export interface Node {
                  next: Node | null;
                  children: Node[] | null;
                }
                """);
    }

    @Test
    void whatMayBeNull() {
        assertDeclared("Marked", """
                export interface Marked {
                  never: string;
                  perhaps: string | null;
                  sku: string;
                  empty: number | null;
                }
                """);
        assertDeclared("Annotated", """
                export interface Annotated {
                  jspecify: string;
                  validation: string;
                  perhaps: string | null;
                }
                """);
        assertDeclared("LeftOut", """
                export interface LeftOut {
                  perhaps?: string;
                  alwaysThough: string;
                }
                """);
        assertDeclared("Receipt", """
                export interface Receipt {
                  id: string | null;
                  stored: boolean;
                  deliveredHere: number;
                }
                """);
    }

    @Test
    void clientsMayLeaveOutWhatMayBeNull() throws IOException {
        PayloadSchemas schemas = schemas();
        List<ObjectNode> incoming = List.of(schemas.of(Index.singleClass(Roots.class).method("page").returnType()),
                schemas.of(Index.singleClass(Roots.class).method("bean").returnType()));
        Map<String, ObjectNode> relaxed = schemas.definitions();
        IncomingTypes.relax(incoming, relaxed);
        assertEquals("""
                export interface PageOfItem {
                  elements?: Item[] | null;
                  first?: Item | null;
                }
                """, TypeScriptTypes.declaration("PageOfItem", relaxed.get("PageOfItem")));
        assertEquals("[\"name\"]", relaxed.get("Item").get("required").toString());
        assertEquals("[\"count\",\"open\"]", relaxed.get("Bean").get("required").toString());
    }

    @Test
    void typesThatAreToldApart() {
        assertDeclared("Shape", "export type Shape = Circle | Group;\n");
        assertDeclared("Circle", """
                export type Circle = CircleProperties & {
                  kind: "circle";
                };
                """);
        assertDeclared("GroupProperties", """
                export interface GroupProperties {
                  shapes: Shape[];
                }
                """);
        assertEquals("Circle", root("circle"));
    }

    @Test
    void propertiesAreThoseOfJackson() {
        assertDeclared("Named", """
                export interface Named {
                  first_one: number;
                  "not an identifier": number;
                }
                """);
        assertDeclared("Bean", """
                /** Ends *\\/ here. */
                export interface Bean {
                  count: number;
                  open: number;
                  readonly active: boolean;
                  /** Computed. */
                  readonly total: number;
                }
                """);
    }

    @Test
    void theJavadocIsTheDescription(@TempDir Path sources) throws IOException {
        Path folder = Files.createDirectories(sources.resolve("io/quarkiverse/channelbox/deployment/contract"));
        Files.writeString(folder.resolve("PayloadTypesTest.java"), """
                package io.quarkiverse.channelbox.deployment.contract;

                class PayloadTypesTest {
                    /**
                     * An {@code item} of <b>what</b> there is.
                     * <p>
                     * Ends *&#47; here.
                     *
                     * @param name what it is {@linkplain Item called}
                     */
                    record Item(String name) {
                    }

                    /** In Javadoc. */
                    public static class Bean {
                        /** How many. */
                        private int count;

                        /** Not this one. */
                        public int getTotal() {
                            return 0;
                        }
                    }
                }
                """);
        PayloadSchemas schemas = schemas(Path.of("nowhere"), sources);
        schemas.of(Index.singleClass(Roots.class).method("item").returnType());
        schemas.of(Index.singleClass(Roots.class).method("bean").returnType());
        Map<String, ObjectNode> described = schemas.definitions();
        assertEquals("""
                /**
                 * An `item` of what there is.
                 *
                 * Ends *\\/ here.
                 */
                export interface Item {
                  /** what it is `Item called` */
                  name: string;
                }
                """, TypeScriptTypes.declaration("Item", described.get("Item")).replace("*&#47;", "*\\/"));
        assertEquals("Ends */ here.", described.get("Bean").get("description").asText());
        assertEquals("How many.", described.get("Bean").at("/properties/count/description").asText());
        assertEquals("Computed.", described.get("Bean").at("/properties/total/description").asText());
    }

    @Test
    void sourcesThatCannotBeParsedDescribeNothing(@TempDir Path sources) throws IOException {
        Files.writeString(Files.createDirectories(sources.resolve("io/quarkiverse/channelbox/deployment/contract"))
                .resolve("PayloadTypesTest.java"), "/** Something. */ class PayloadTypesTest { record Item( }");
        assertEquals(Optional.empty(), new Javadocs(List.of(sources)).of(Item.class));
    }
}
