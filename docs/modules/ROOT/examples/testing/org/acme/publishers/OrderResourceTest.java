package org.acme.publishers;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.test.InjectMock;
import io.quarkus.test.junit.QuarkusTest;

// tag::mock[]
@QuarkusTest
class OrderResourceTest {

    @InjectMock
    OrderEvents events;

    @Test
    void aPlacedOrderIsSentOnce() {
        when(events.placed("c1", new Order("o1", 2), SendOptions.defaults().idempotencyKey("o1")))
                .thenReturn(Receipt.stored("e:1", 1));
        given().contentType("application/json").body("{\"number\":\"o1\",\"lines\":2}").post("/customers/c1/orders")
                .then().statusCode(200).body("id", is("e:1"));
    }
}
// end::mock[]
