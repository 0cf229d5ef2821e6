package io.quarkiverse.channelbox.deployment.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyIgnoreWarningBuildItem;
import io.quarkus.deployment.steps.ReflectiveHierarchyStep;
import io.smallrye.mutiny.Uni;

/** What Quarkus registers of a type that is sent. */
class PayloadHierarchyTest {

    enum Colour {
        RED
    }

    record Car(Colour colour, Wheel[] wheels, Instant built, BigDecimal price, JsonNode more) {
    }

    record Wheel(int size) {
    }

    /** With getters only. */
    static class Garage extends Building {
        private Object hidden;

        public Map<String, List<? extends Car>> getCars() {
            return Map.of();
        }
    }

    static class Building {
        transient Box lost;

        @JsonIgnore
        public School getIgnored() {
            return null;
        }

        @JsonProperty
        public Address address() {
            return null;
        }

        public Uni<Later> getLater() {
            return null;
        }

        public Drawing noProperty() {
            return null;
        }
    }

    static class School extends Building {
    }

    record Address(String street) {
    }

    record Later() {
    }

    sealed interface Shape permits Circle, Square {
    }

    record Circle(Colour colour) implements Shape {
    }

    record Square(Box box) implements Shape {
    }

    record Box() {
    }

    record Drawing(List<Shape> shapes) {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Cat.class))
    interface Animal {
    }

    /** Does not implement what it is a subtype of as far as the index knows. */
    record Cat(Colour colour) {
    }

    record Zoo(Animal[] animals) {
    }

    @JsonSerialize(as = Address.class)
    interface Shown {
    }

    interface Unimplemented {
    }

    static class Page<T> {
        T first;
    }

    static class Cars extends Page<Car> {
    }

    record Given(int a) {
    }

    static class Created {
        @JsonCreator
        Created(Given given) {
        }

        Created(School school) {
        }
    }

    static class Factory {
        @JsonCreator
        static Factory of(@JsonProperty("given") Given given) {
            return null;
        }
    }

    static class Settable {
        public void setGiven(List<Given> given) {
        }
    }

    static class Open {
        @JsonAnySetter
        void any(String name, Given given) {
        }
    }

    @JsonDeserialize(builder = Built.Builder.class)
    static class Built {
        @JsonPOJOBuilder(withPrefix = "")
        static class Builder {
            public Builder given(Given given) {
                return this;
            }
        }
    }

    private static final Class<?>[] INDEXED = { Given.class, Created.class, Factory.class, Settable.class, Open.class,
            Built.class, Built.Builder.class, Colour.class, Car.class, Wheel.class, Garage.class, Building.class,
            School.class,
            Address.class, Later.class, Shape.class, Circle.class, Square.class, Drawing.class, Animal.class, Cat.class,
            Zoo.class,
            Shown.class, Unimplemented.class, Page.class, Cars.class };

    private final Index index;
    private final PayloadHierarchy hierarchy;

    PayloadHierarchyTest() throws Exception {
        index = Index.of(INDEXED);
        hierarchy = new PayloadHierarchy(index, PayloadHierarchyTest.class.getClassLoader());
    }

    private static DotName name(String simple) {
        return DotName.createSimple(PayloadHierarchyTest.class.getName() + "$" + simple);
    }

    @ParameterizedTest
    @CsvSource({
            "Car, Car Colour Wheel",
            "Garage, Address Building Car Colour Garage Later Wheel",
            "Drawing, Box Circle Colour Drawing Shape Square",
            "Shape, Box Circle Colour Shape Square",
            "Zoo, Animal Cat Colour Zoo",
            "Shown, Address Shown",
            "Cars, Car Cars Colour Page Wheel",
            "Box, Box",
            "Created, Created Given",
            "Factory, Factory Given",
            "Settable, Given Settable",
            "Open, Given Open",
            "Built, Built Built$Builder Given"
    })
    void allThatBelongsToItIsRegistered(String sent, String expected) throws Exception {
        hierarchy.add(name(sent), "a test");
        assertEquals(new TreeSet<>(Arrays.asList(expected.split(" "))).toString(), registered().toString());
    }

    /** Types of callbacks and publishers, with their arguments. */
    @Test
    void genericTypes() throws Exception {
        Type cars = Type.create(name("Wheel"), Type.Kind.CLASS);
        hierarchy.add(ParameterizedType.create(DotName.createSimple(Uni.class), cars), "a test");
        assertEquals("[Wheel]", registered().toString());
    }

    @Test
    void whatNothingImplements() {
        assertTrue(hierarchy.isWithoutImplementation(name("Unimplemented")));
        assertFalse(hierarchy.isWithoutImplementation(name("Shape")));
        assertFalse(hierarchy.isWithoutImplementation(name("Animal")), "Jackson is told");
        assertFalse(hierarchy.isWithoutImplementation(name("Car")));
        assertFalse(hierarchy.isWithoutImplementation(DotName.createSimple(List.class)));
    }

    /** What Quarkus' own step makes of it; it has nothing to complain of. */
    private Set<String> registered() throws Exception {
        List<ReflectiveClassBuildItem> classes = new ArrayList<>();
        try (LogLines complaints = new LogLines(ReflectiveHierarchyStep.class.getName())) {
            ReflectiveHierarchyStep step = new ReflectiveHierarchyStep();
            List<ReflectiveHierarchyIgnoreWarningBuildItem> ignored = List.of(step.ignoreJavaClassWarnings());
            step.build(null, new CombinedIndexBuildItem(index, index), new Capabilities(Set.of()), hierarchy.items(), ignored,
                    classes::add);
            assertEquals(List.of(), complaints.all());
        }
        return classes.stream().filter(each -> each.isMethods() && each.isFields() && each.isConstructors())
                .flatMap(each -> each.getClassNames().stream()).filter(each -> !each.equals("java.math.BigDecimal"))
                .map(each -> each.replace(PayloadHierarchyTest.class.getName() + "$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
