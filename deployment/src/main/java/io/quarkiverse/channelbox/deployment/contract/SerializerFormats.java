package io.quarkiverse.channelbox.deployment.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a serializer of Jackson tells of itself, as JSON Schema. */
final class SerializerFormats extends JsonFormatVisitorWrapper.Base {

    private final ObjectNode schema;

    SerializerFormats(ObjectNode schema) {
        this.schema = schema;
    }

    private void type(JsonFormatTypes type) {
        schema.put("type", type.value());
    }

    private void format(JsonValueFormat format) {
        // What Jackson calls so is a number.
        if (format != JsonValueFormat.UTC_MILLISEC) {
            schema.put("format", format.toString());
        }
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
        type(JsonFormatTypes.STRING);
        return new JsonStringFormatVisitor.Base() {
            @Override
            public void format(JsonValueFormat format) {
                SerializerFormats.this.format(format);
            }
        };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        type(JsonFormatTypes.NUMBER);
        return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        type(JsonFormatTypes.INTEGER);
        return new JsonIntegerFormatVisitor.Base() {
            @Override
            public void numberType(JsonParser.NumberType number) {
                if (number == JsonParser.NumberType.INT || number == JsonParser.NumberType.LONG) {
                    schema.put("format", number == JsonParser.NumberType.INT ? "int32" : "int64");
                }
            }
        };
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        type(JsonFormatTypes.BOOLEAN);
        return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
        return new JsonAnyFormatVisitor.Base();
    }
}
