package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;

/** What a node uses of Vert.x, on {@link VirtualLoop event loops} of its own. */
final class VirtualVertx implements InvocationHandler {

    private final World world;
    private final List<VirtualLoop> loops = new ArrayList<>();
    private final Map<Long, ScheduledFuture<?>> timers = new HashMap<>();
    private final Vertx vertx;
    private long lastTimer;
    private int next;

    VirtualVertx(World world, int count) {
        this.world = world;
        this.vertx = proxy(Vertx.class, this);
        for (int i = 0; i < count; i++) {
            VirtualLoop loop = new VirtualLoop(world);
            loop.context(context(loop));
            loops.add(loop);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(VirtualVertx.class.getClassLoader(), new Class<?>[] { type }, handler));
    }

    Vertx vertx() {
        return vertx;
    }

    List<VirtualLoop> loops() {
        return loops;
    }

    /** How many timers have not fired. */
    int timers() {
        return timers.size();
    }

    private VirtualLoop nextLoop() {
        next = (next + 1) % loops.size();
        return loops.get(next);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "setTimer" -> setTimer((long) arguments[0], (Handler<Long>) arguments[1]);
            case "cancelTimer" -> cancelTimer((long) arguments[0]);
            case "nettyEventLoopGroup" -> proxy(EventLoopGroup.class, (group, called, none) -> nextLoop());
            case "getOrCreateContext" -> world.current() != null ? world.currentContext() : nextLoop().context();
            case "runOnContext" -> {
                nextLoop().execute(() -> ((Handler<Void>) arguments[0]).handle(null));
                yield null;
            }
            case "executeBlocking" -> executeBlocking((Callable<Object>) arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw new UnsupportedOperationException("Vertx." + method.getName());
        };
    }

    private long setTimer(long millis, Handler<Long> handler) {
        long timer = ++lastTimer;
        VirtualLoop loop = world.current() != null && loops.contains(world.current()) ? world.current() : nextLoop();
        timers.put(timer, loop.schedule(() -> {
            timers.remove(timer);
            handler.handle(timer);
        }, millis, TimeUnit.MILLISECONDS));
        return timer;
    }

    private boolean cancelTimer(long timer) {
        ScheduledFuture<?> known = timers.remove(timer);
        return known != null && known.cancel(false);
    }

    private Future<Object> executeBlocking(Callable<Object> task) {
        io.vertx.core.Promise<Object> promise = io.vertx.core.Promise.promise();
        VirtualLoop caller = world.current();
        world.after(world.draw(2_000_000), () -> {
            try {
                Object result = task.call();
                (caller == null ? nextLoop() : caller).execute(() -> promise.complete(result));
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private ContextInternal context(VirtualLoop loop) {
        return proxy(ContextInternal.class, new VirtualContext(loop, null));
    }

    /** The context of a loop, or a duplicate of it. */
    private final class VirtualContext implements InvocationHandler {

        private final VirtualLoop loop;
        private final ContextInternal root;
        private final ConcurrentMap<Object, Object> locals = new ConcurrentHashMap<>();

        VirtualContext(VirtualLoop loop, ContextInternal root) {
            this.loop = loop;
            this.root = root;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            ContextInternal self = (ContextInternal) proxy;
            switch (method.getName()) {
                case "duplicate":
                    return proxy(ContextInternal.class, new VirtualContext(loop, root == null ? self : root));
                case "unwrap":
                    return root == null ? self : root;
                case "isDuplicate":
                    return root != null;
                case "nettyEventLoop":
                    return loop;
                case "owner":
                    return null;
                case "isEventLoopContext", "isRunningOnContext":
                    return true;
                case "inThread":
                    return loop.inEventLoop();
                case "localContextData":
                    return locals;
                case "getLocal":
                    return arguments[0] instanceof ContextLocal<?> && arguments[0] == ContextInternal.LOCAL_MAP ? locals
                            : locals.get(arguments[0]);
                case "putLocal":
                    return locals.put(arguments[0], arguments[arguments.length - 1]);
                case "removeLocal":
                    return locals.remove(arguments[0]) != null;
                case "dispatch", "emit":
                    if (arguments.length == 2) {
                        world.within(self, () -> ((Handler<Object>) arguments[1]).handle(arguments[0]));
                    } else if (arguments[0] instanceof Runnable task) {
                        world.within(self, task);
                    } else {
                        world.within(self, () -> ((Handler<Void>) arguments[0]).handle(null));
                    }
                    return null;
                case "runOnContext":
                    loop.execute(() -> world.within(self, () -> ((Handler<Void>) arguments[0]).handle(null)));
                    return null;
                case "execute":
                    if (loop.inEventLoop()) {
                        ((Runnable) arguments[0]).run();
                    } else {
                        loop.execute((Runnable) arguments[0]);
                    }
                    return null;
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "equals":
                    return proxy == arguments[0];
                case "toString":
                    return "context";
                default:
                    throw new UnsupportedOperationException("Context." + method.getName());
            }
        }
    }

}
