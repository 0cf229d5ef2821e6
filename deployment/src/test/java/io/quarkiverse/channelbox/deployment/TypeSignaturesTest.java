package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeSignaturesTest {

    static class Methods<T, N extends Number> {
        int number() {
            return 0;
        }

        List<? extends String>[][] lists() {
            return null;
        }

        Map<? super String, ?> map() {
            return null;
        }

        List<T> variable() {
            return null;
        }

        N bounded() {
            return null;
        }
    }

    @ParameterizedTest
    @CsvSource({
            "number, I",
            "lists, [[Ljava/util/List<+Ljava/lang/String;>;",
            "map, Ljava/util/Map<*+Ljava/lang/Object;>;",
            "variable, Ljava/util/List<Ljava/lang/Object;>;",
            "bounded, Ljava/lang/Number;",
    })
    void asInClassFiles(String method, String signature) throws Exception {
        ClassInfo methods = Index.singleClass(Methods.class);
        assertEquals(signature, TypeSignatures.of(methods.firstMethod(method).returnType()));
    }
}
