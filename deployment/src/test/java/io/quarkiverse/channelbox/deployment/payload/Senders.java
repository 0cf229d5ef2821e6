package io.quarkiverse.channelbox.deployment.payload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assertions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.type.TypeReference;

import io.quarkiverse.channelbox.Client;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.User;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Ways to send, each a class: what is analysed. They are only compiled. */
@SuppressWarnings({ "unused", "CheckReturnValue", "unchecked", "rawtypes" })
final class Senders {

    record Order(String item) {
    }

    record View(Order order) {
    }

    static class Page<T> {
        final List<T> items;

        Page(List<T> items) {
            this.items = items;
        }

        static <E> Page<E> of(E item) {
            return new Page<>(List.of(item));
        }

        List<T> items() {
            return items;
        }

        T first() {
            return items.get(0);
        }
    }

    interface Animal {
    }

    record Cat() implements Animal {
    }

    record Dog() implements Animal {
    }

    static class Repository<T> {
        List<T> findAll() {
            return List.of();
        }

        T find(String id) {
            return null;
        }
    }

    static class Orders extends Repository<Order> {
    }

    static class Plain {
        void bean(Group group) {
            group.send(new Order("a"));
        }
    }

    static class Options {
        void bean(User user) {
            user.sendAndAwait(new Order("a"), SendOptions.saveHistory());
        }
    }

    static class Ask {
        void ask(Client client, Group group) {
            client.ask("e", new Order("a"), Duration.ofSeconds(1));
            group.ask("e", new Cat(), Duration.ofSeconds(1));
        }
    }

    static class Answers {
        void ask(Client client) {
            client.ask("e", "a", Duration.ofSeconds(1)).map(answer -> answer.data(Order.class));
            client.ask("e", "a", Duration.ofSeconds(1)).map(answer -> answer.data(new TypeReference<Page<Cat>>() {
            }));
        }
    }

    static class AnyAnswers {
        void ask(Client client) {
            client.ask("e", "a", Duration.ofSeconds(1)).map(answer -> answer.data(Map.class));
            client.ask("e", "a", Duration.ofSeconds(1)).map(answer -> answer.data(new TypeReference<Map<String, Object>>() {
            }));
        }
    }

    static class Literals {
        void all(Group group, byte[] bytes, JsonObject json) {
            group.send("text" + bytes.length);
            group.send(bytes);
            group.send(Buffer.buffer());
            group.send(json);
            group.send(1);
            group.send(Instant.now());
            group.send(List.of("a", "b"));
            group.send(Map.of("a", 1));
            group.send(new int[] { 1 });
        }
    }

    static class Ternary {
        void choose(Group group, boolean cat) {
            group.send(cat ? new Cat() : new Dog());
        }
    }

    static class Variables {
        void store(Group group, boolean cat) {
            Object payload = new Order("a");
            if (cat) {
                payload = new Cat();
            }
            group.sendAndForget(payload);
        }
    }

    static class Parameter {
        void given(Group group, List<Order> orders, Map<String, View> views, Page<Cat> page, Dog[] dogs,
                Optional<? extends Animal> animal) {
            group.send(orders);
            group.send(views);
            group.send(page);
            group.send(dogs);
            group.send(animal);
        }
    }

    static class Field {
        private Map<String, List<Order>> orders;
        private Object anything;

        void set(Cat cat) {
            this.anything = cat;
        }

        void send(Group group) {
            group.send(orders);
            group.send(anything);
        }
    }

    static class Returned {
        private List<Order> orders() {
            return null;
        }

        private Object hidden() {
            return new Cat();
        }

        void send(Group group) {
            group.send(orders());
            group.send(hidden());
        }
    }

    static class Literal {
        void lists(Group group, Order order, View view) {
            group.send(List.of(order));
            group.send(Map.of("k", List.of(view)));
            group.send(Optional.of(new Cat()));
            group.send(Arrays.asList(new Dog()));
        }
    }

    static class Singletons {
        void lists(Group group, Order order) {
            group.send(Collections.unmodifiableList(Collections.singletonList(order)));
        }
    }

    static class Filled {
        void fill(Group group, Order order) {
            Map<String, Object> map = new HashMap<>();
            map.put("order", order);
            map.put("cats", new ArrayList<>(List.of(new Cat())));
            group.send(map);
        }
    }

    static class Built {
        private final Object payload;

        Built(Object payload) {
            this.payload = payload;
        }

        void send(Group group) {
            group.send(payload);
        }
    }

    static class Builder {
        void build(Group group, List<Order> orders) {
            new Built(new Cat()).send(group);
            orders.stream().map(Built::new).forEach(built -> built.send(group));
        }
    }

    static class FilledArray {
        void fill(Group group, Order order) {
            group.send(new Object[] { order, "text" });
        }
    }

    static class Generic {
        void pages(Group group, Order order) {
            group.send(new Page<>(List.of(order)));
            group.send(Page.of(new Cat()));
        }
    }

    static class Receiver {
        void contents(Group group, Page<Order> page, Optional<List<Cat>> cats, Map<String, View> views) {
            group.send(page.items());
            group.send(page.first());
            group.send(cats.get());
            views.values().forEach(view -> group.send(views.get("a")));
        }
    }

    static class Inherited {
        private Orders orders;

        void contents(Group group) {
            group.send(orders.findAll());
            group.send(orders.find("a"));
        }
    }

    static class Streams {
        void map(Group group, List<Order> orders) {
            group.send(orders.stream().map(order -> new View(order)).toList());
            group.send(orders.stream().map(Order::item).map(item -> new Cat()).collect(Collectors.toList()));
        }
    }

    static class Lambda {
        void each(Group group, List<Order> orders, Multi<Page<Cat>> pages) {
            orders.forEach(order -> group.sendAndForget(order));
            pages.invoke(page -> group.sendAndForget(page));
        }
    }

    static class Captured {
        Uni<?> later(Group group, Uni<String> other) {
            Object order = new Order("a");
            return other.chain(text -> group.send(order));
        }
    }

    static class Reference {
        void each(Group group, List<Order> orders, Multi<Page<Cat>> pages) {
            orders.forEach(group::sendAndForget);
            pages.call(group::send);
        }
    }

    static class Unbound {
        Function<View, Uni<?>> later(Group group) {
            return group::send;
        }
    }

    static class Helper {
        private final Group group;

        Helper(Group group) {
            this.group = group;
        }

        void push(Object payload) {
            deeper(payload, 1);
        }

        private void deeper(Object payload, long number) {
            group.sendAndForget(payload);
        }

        <T> void typed(String name, T payload) {
            group.sendAndForget(Map.of(name, payload));
        }
    }

    static class HelperCaller {
        void push(Helper helper, Order order, List<View> views) {
            helper.push(order);
            helper.push(views);
            helper.typed("a", new Cat());
        }
    }

    interface Port {
        void push(Object payload);
    }

    static class PortAdapter implements Port {
        private Group group;

        @Override
        public void push(Object payload) {
            group.sendAndForget(payload);
        }
    }

    static class PortCaller {
        void call(Port port, List<Cat> cats) {
            port.push(new Order("a"));
            cats.forEach(port::push);
        }
    }

    abstract static class Base<T> {
        Group group;

        abstract T current();

        void tick() {
            group.sendAndForget(current());
        }

        void on(T payload) {
            group.sendAndForget(payload);
        }
    }

    static class BaseOfOrders extends Base<Order> {
        @Override
        Order current() {
            return null;
        }
    }

    static class Bounded {
        <T extends Animal> void push(Group group, T animal, List<? extends T> animals) {
            group.send(animal);
            group.send(animals);
        }
    }

    static class Cast {
        void cast(Group group, Object order, Object cats) {
            group.send((Order) order);
            List<Cat> typed = (List<Cat>) cats;
            group.send(typed);
        }
    }

    static class Found {
        private static <T> T read(Class<T> type) {
            return null;
        }

        void read(Group group) {
            group.send(read(Order.class));
        }
    }

    static class Supplied {
        private static <T> T with(Supplier<T> supplier) {
            return supplier.get();
        }

        void supply(Group group) {
            group.send(with(() -> new Order("a")));
            group.send(with(() -> List.of(new Cat())));
        }
    }

    static class Token {
        private static <T> T read(TypeReference<T> type) {
            return null;
        }

        void read(Group group) {
            group.send(read(new TypeReference<List<Order>>() {
            }));
        }
    }

    static class Recursive {
        void loop(Group group, Object payload, int depth) {
            if (depth > 0) {
                loop(group, payload, depth - 1);
            }
            group.send(payload);
        }

        void start(Group group) {
            loop(group, new Order("a"), 3);
        }
    }

    static class Matrix {
        void send(Group group) {
            group.send(new Cat[2][2]);
        }
    }

    static class Nested {
        private Object last;

        class Inner {
            void set() {
                last = new Cat();
            }
        }

        void send(Group group) {
            group.send(last);
        }
    }

    static class Anonymous {
        Runnable later(Group group, Object payload) {
            return new Runnable() {
                @Override
                public void run() {
                    group.send(payload);
                }
            };
        }

        void start(Group group) {
            later(group, new Cat());
        }
    }

    interface Publisher {
        void onlyCats(String room, Object payload);

        void any(String room, Object payload);

        void uncalled(String room, Object payload);

        void passedOn(String room, Object payload);

        void orders(String room, Object payload);
    }

    static class PublisherCaller {
        void call(Publisher publisher, List<Dog> dogs) {
            publisher.onlyCats("a", new Cat());
            publisher.any("a", dogs);
        }

        void passOn(Publisher publisher, Object payload) {
            publisher.passedOn("a", payload);
        }
    }

    static class Results {
        Object made(Map<String, Object> in) {
            return in.isEmpty() ? "text" : new Cat();
        }

        Uni<Object> later() {
            return Uni.createFrom().item(new Order("a"));
        }

        Object echo(Map<String, Object> in) {
            return in.get("a");
        }
    }

    record Envelope(String type, Object data) {
    }

    static class Bean {
        private Object data;

        public Object getData() {
            return data;
        }

        public void setData(Object data) {
            this.data = data;
        }
    }

    static class Shared {
        public Object last;
    }

    static class ObjectPage extends Page<Object> {
        ObjectPage(List<Object> items) {
            super(items);
        }

        public List<Object> getItems() {
            return items;
        }
    }

    static class Ignoring {
        private Object hidden;
        @JsonIgnore
        public Object ignored;
        private Object field;

        @JsonIgnore
        public Object getField() {
            return field;
        }
    }

    record Foreign(Object data) {
    }

    static class Filler {
        Bean bean = new Bean();
        Shared shared = new Shared();

        void fill(Object any) {
            new Envelope("cat", new Cat());
            bean.setData(new Dog());
            shared.last = new Cat();
            new Foreign(any);
            new ObjectPage(List.of(new Cat(), any));
        }

        void more(List<Order> orders) {
            shared.last = orders;
        }
    }

    static class FilledByCallee {
        void send(Group group, Map<String, Object> map) {
            map.put("dog", new Dog());
            group.send(map);
        }

        void start(Group group) {
            send(group, new HashMap<>(Map.of("a", new Cat())));
        }
    }

    static class FilledByCaller {
        private List<Object> make() {
            List<Object> list = new ArrayList<>();
            list.add(new Cat());
            return list;
        }

        void send(Group group) {
            List<Object> list = make();
            list.add(new Dog());
            group.send(list);
        }
    }

    static class FilledByHelper {
        private static void fill(List<Object> list) {
            list.add(new Dog());
        }

        void send(Group group, List<Order> orders, List<View> views) {
            List<Object> list = new ArrayList<>();
            list.add(new Cat());
            fill(list);
            orders.forEach(list::add);
            views.forEach(view -> list.add(view));
            group.send(list);
        }
    }

    static class FilledByView {
        void send(Group group) {
            List<Object> list = new ArrayList<>();
            list.subList(0, 0).add(new Cat());
            list.listIterator().add(new Dog());
            group.send(list);
        }
    }

    static class FilledField {
        private final List<Object> list = new ArrayList<>(List.of(new Cat()));
        private final Map<String, Object> map = new ConcurrentHashMap<>();
        private final AtomicReference<Object> last = new AtomicReference<>(new Cat());

        void fill(Order order) {
            list.add(new Dog());
            map.put("order", order);
            last.set(new View(order));
        }

        void send(Group group) {
            group.send(list);
            group.send(map);
            group.send(last.get());
        }
    }

    static class ObjectList extends ArrayList<Object> {
    }

    static class FilledSubclass {
        void send(Group group) {
            ObjectList list = new ObjectList();
            list.add(new Dog());
            Object payload = list;
            group.send(payload);
            Object map = new HashMap<String, Object>() {
                {
                    put("a", new Cat());
                }
            };
            group.send(map);
        }
    }

    static class Item<T> {
        T item;

        Item<T> item(T item) {
            this.item = item;
            return this;
        }
    }

    static class FilledMembers {
        void send(Group group) {
            Item<Object> item = new Item<>();
            item.item(new Dog());
            item.item = new Cat();
            group.send(item);
        }
    }

    static class FilledByFill {
        private static void set(Object[] array) {
            array[1] = new Order("a");
        }

        void send(Group group) {
            Object[] array = { new Cat(), null };
            Arrays.fill(array, 1, 2, new Dog());
            set(array);
            group.send(array);
            List<Object> list = new ArrayList<>();
            Collections.addAll(list, new Cat());
            group.send(list);
        }
    }

    static class OnlyRead {
        private final Map<String, Object> map = new HashMap<>();

        void send(Group group, Port port) {
            map.put("cat", new Cat());
            map.remove("dog");
            Optional.of("a").map(map::get);
            String text = String.valueOf(map) + new ArrayList<>(map.values()).size();
            group.send(map).map(receipt -> map.size());
        }
    }

    static class UnknownMatrix {
        void push(Group group) {
            group.send(new Object[2][2]);
        }
    }

    static class UnknownConsumer implements Consumer<Object> {
        private Group group;

        @Override
        public void accept(Object payload) {
            group.send(payload);
        }

        void start(List<Dog> dogs) {
            accept(new Cat());
            dogs.forEach(this);
        }
    }

    static class UnknownLibrary {
        void push(Group group) {
            List<Object> list = new ArrayList<>();
            list.add(new Cat());
            Assertions.assertIterableEquals(list, list);
            group.send(list);
        }
    }

    static class UnknownSubclass {
        void push(Group group) {
            Object list = new ObjectList();
            group.send(list);
        }
    }

    static class UnknownParameter {
        void push(Group group, Object payload) {
            group.send(payload);
        }
    }

    static class UnknownOfOne {
        private static Object read() {
            return System.getProperties().get("a");
        }

        private void pushAny(Group group, Object payload) {
            group.send(payload);
        }

        void push(Group group) {
            pushAny(group, new Order("a"));
            pushAny(group, read());
        }
    }

    static class UnknownElements {
        void push(Group group, List<Object> objects, List raw, Map<String, ?> any) {
            group.send(objects);
            group.send(raw);
            group.send(any);
        }
    }

    static class UnknownFilling {
        private final Map<String, Object> state = new HashMap<>();

        void send(Group group) {
            group.send(state);
        }
    }

    static class UnknownVariable {
        <T> void push(Group group, Optional<T> payload) {
            payload.ifPresent(group::sendAndForget);
        }
    }

    private Senders() {
    }
}
