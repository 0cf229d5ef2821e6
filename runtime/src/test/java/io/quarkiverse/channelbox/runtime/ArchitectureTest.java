package io.quarkiverse.channelbox.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** The packages as the layout has them: each uses only what is below it. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String BASE = "io.quarkiverse.channelbox";
    private static final String RUNTIME = BASE + ".runtime";

    /** From top to bottom; what stands in one row stands side by side. */
    private static final List<List<String>> ROWS = List.of(List.of("upgrade", "snapshot"), List.of("command"),
            List.of("membership"),
            List.of("presence"), List.of("ask"),
            List.of("inbound"), List.of("lane", "engine"), List.of("observe"), List.of("message"), List.of("protocol"),
            List.of("settings"),
            List.of("config"),
            List.of("time"));
    /** They plug in: nothing else knows them. */
    private static final List<String> PLUGINS = List.of("client", "health", "metrics", "publisher", "testing", "tracing");

    @ArchTest
    static final ArchRule EACH_PACKAGE_USES_WHAT_IS_BELOW_IT = layers();

    private static LayeredArchitecture layers() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(RUNTIME + "..")
                .layer("facade").definedBy(RUNTIME);
        for (String plugin : PLUGINS) {
            layers = layers.layer(plugin).definedBy(RUNTIME + '.' + plugin + "..");
        }
        for (List<String> row : ROWS) {
            for (String name : row) {
                layers = layers.layer(name).definedBy(RUNTIME + '.' + name + "..");
            }
        }
        layers = layers.whereLayer("facade").mayNotBeAccessedByAnyLayer();
        for (String plugin : PLUGINS) {
            layers = layers.whereLayer(plugin).mayNotBeAccessedByAnyLayer();
        }
        List<String> above = new ArrayList<>(PLUGINS);
        above.add("facade");
        for (List<String> row : ROWS) {
            for (String name : row) {
                layers = layers.whereLayer(name).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
            }
            above.addAll(row);
        }
        return layers;
    }

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = slices().matching(RUNTIME + ".(**)").should().beFreeOfCycles();

    /** No engine knows how frames look; that they do not know who gets them is said by the rows. */
    @ArchTest
    static final ArchRule ENGINES_SEE_MESSAGES_ONLY = noClasses().that().resideInAPackage(RUNTIME + ".engine..").should()
            .dependOnClassesThat().resideInAPackage(RUNTIME + ".protocol..");

    @ArchTest
    static final ArchRule THE_PUBLIC_PACKAGE_STANDS_ALONE = noClasses().that().resideInAnyPackage(BASE, BASE + ".testing")
            .should().dependOnClassesThat().resideInAPackage(RUNTIME + "..");

    /** What changes outlives a live reload there, and a native binary begins with what it was in the build. */
    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES = noFields().that().areStatic().should()
            .haveRawType(assignableTo(SeldomLog.class).or(assignableTo(OperatorLog.class))
                    .or(assignableTo(ConcurrentMap.class)).or(nameMatching("java.util.concurrent.atomic.((?!Updater).)*")));

    /** What only an event loop touches is out of the reach of other packages. */
    @ArchTest
    static final ArchRule THE_INSIDE_OF_A_LANE_IS_ITS_OWN = classes().that().resideInAPackage(RUNTIME + ".lane")
            .and().haveNameMatching(".*\\.(Outbound|FrameSink|FrameBatch|FrameBatches|Cursor|HeldBack|SharedSlices?|Heartbeat|"
                    + "Pulse|Activity|Budget|WriteJob|LaneMembers|Joined|DirectMessage)")
            .should().bePackagePrivate();
}
