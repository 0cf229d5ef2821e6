package io.quarkiverse.channelbox.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Runs the Lua scripts themselves, as Redis does, on a model of its data. */
final class Scripts {

    /** What {@code redis.call} does. */
    interface Caller {

        Object execute(List<String> command);
    }

    private final Globals globals = JsePlatform.standardGlobals();
    private final Map<String, LuaValue> compiled = new HashMap<>();
    private Caller caller;

    Scripts() {
        LuaTable redis = new LuaTable();
        redis.set("call", function(arguments -> call(arguments, true)));
        redis.set("pcall", function(arguments -> call(arguments, false)));
        redis.set("error_reply", function(arguments -> error(arguments.checkjstring(1))));
        globals.set("redis", redis);
        LuaTable messagePack = new LuaTable();
        messagePack.set("pack", function(arguments -> pack(arguments.checktable(1))));
        messagePack.set("unpack", function(arguments -> unpack(arguments.checkjstring(1))));
        globals.set("cmsgpack", messagePack);
        // What is Lua 5.1 in Redis is 5.2 here, and its format knows no precision.
        globals.set("unpack", globals.get("table").get("unpack"));
        LuaValue format = globals.get("string").get("format");
        globals.get("string").set("format", function(arguments -> arguments.checkjstring(1).equals("%.0f")
                ? LuaValue.valueOf(Long.toString(Math.round(arguments.checkdouble(2))))
                : format.call(arguments.arg(1), arguments.arg(2))));
    }

    private interface Body {

        LuaValue of(Varargs arguments);
    }

    private static LuaValue function(Body body) {
        return new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return body.of(arguments);
            }
        };
    }

    Object run(String source, List<String> keys, List<String> arguments, Caller redis) {
        caller = redis;
        globals.set("KEYS", table(keys));
        globals.set("ARGV", table(arguments));
        LuaValue script = compiled.computeIfAbsent(source, text -> globals.load(text, "script"));
        try {
            return reply(script.call());
        } catch (LuaError e) {
            LuaValue problem = e.getMessageObject();
            if (problem != null && problem.istable() && problem.get("err").isstring()) {
                throw new Keyspace.Refused(problem.get("err").tojstring());
            }
            throw new Broken("A script failed: %s", e.getMessage());
        }
    }

    private LuaValue call(Varargs arguments, boolean isThrown) {
        List<String> command = new ArrayList<>();
        for (int i = 1; i <= arguments.narg(); i++) {
            command.add(text(arguments.arg(i)));
        }
        try {
            return value(caller.execute(command));
        } catch (Keyspace.Refused e) {
            LuaTable problem = error(e.getMessage());
            if (isThrown) {
                throw new LuaError(problem);
            }
            return problem;
        }
    }

    private static LuaTable error(String message) {
        LuaTable table = new LuaTable();
        table.set("err", message);
        return table;
    }

    // ---- values ----

    private static LuaTable table(List<?> values) {
        LuaTable table = new LuaTable();
        for (int i = 0; i < values.size(); i++) {
            table.set(i + 1, value(values.get(i)));
        }
        return table;
    }

    private static LuaValue value(Object value) {
        if (value == null) {
            return LuaValue.FALSE;
        }
        if (value instanceof Long number) {
            return LuaValue.valueOf(number.doubleValue());
        }
        if (value instanceof List<?> list) {
            return table(list);
        }
        if (value instanceof Keyspace.Status status) {
            LuaTable table = new LuaTable();
            table.set("ok", status.text());
            return table;
        }
        return LuaString.valueOf(((String) value).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(LuaValue value) {
        if (value.type() == LuaValue.TNUMBER && value.todouble() == Math.rint(value.todouble())) {
            return Long.toString((long) value.todouble());
        }
        LuaString string = value.checkstring();
        return new String(string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
    }

    private static Object reply(LuaValue value) {
        if (value.isnil() || value.type() == LuaValue.TBOOLEAN) {
            return value.toboolean() ? 1L : null;
        }
        if (value.type() == LuaValue.TNUMBER) {
            return (long) value.todouble();
        }
        if (value.istable()) {
            if (value.get("err").isstring()) {
                throw new Keyspace.Refused(value.get("err").tojstring());
            }
            if (value.get("ok").isstring()) {
                return new Keyspace.Status(value.get("ok").tojstring());
            }
            List<Object> list = new ArrayList<>();
            for (int i = 1; !value.get(i).isnil(); i++) {
                list.add(reply(value.get(i)));
            }
            return list;
        }
        return text(value);
    }

    /** Not as the real one does it, which only the script itself reads. */
    private static LuaString pack(LuaTable list) {
        StringBuilder packed = new StringBuilder();
        for (int i = 1; !list.get(i).isnil(); i++) {
            String text = text(list.get(i));
            packed.append(text.length()).append(':').append(text);
        }
        return LuaString.valueOf(packed.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static LuaTable unpack(String packed) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < packed.length();) {
            int colon = packed.indexOf(':', i);
            int end = colon + 1 + Integer.parseInt(packed.substring(i, colon));
            list.add(packed.substring(colon + 1, end));
            i = end;
        }
        return table(list);
    }
}
