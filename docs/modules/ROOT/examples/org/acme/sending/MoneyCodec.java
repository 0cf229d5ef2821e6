package org.acme.sending;

import java.lang.reflect.Type;

import jakarta.inject.Singleton;

import io.quarkus.websockets.next.TextMessageCodec;

// tag::codec[]
@Singleton
public class MoneyCodec implements TextMessageCodec<MoneyCodec.Money> {

    public record Money(long cents) {
    }

    @Override
    public boolean supports(Type type) {
        return type == Money.class;
    }

    @Override
    public String encode(Money money) {
        return money.cents() + " ct";
    }

    @Override
    public Money decode(Type type, String value) {
        return new Money(Long.parseLong(value.replace(" ct", "")));
    }
}
// end::codec[]
