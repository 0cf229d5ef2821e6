package org.acme.sending;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.inject.Inject;

import org.acme.sending.OrderService.Order;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.Receipt;
import io.quarkus.test.InjectMock;
import io.quarkus.test.component.QuarkusComponentTest;

// tag::unit[]
@QuarkusComponentTest
class OrderServiceTest {

    @Inject
    OrderService orders;

    @InjectMock
    ChannelBox channelBox;

    @Test
    void theReceiptSaysWhetherAnybodyWasReached() {
        Order order = new Order("o1", "c1", "paid");
        Group group = mock(Group.class);
        when(channelBox.group("orders-c1")).thenReturn(group);
        when(group.sendAndAwait(order)).thenReturn(Receipt.notStored(2));
        assertTrue(orders.reachedAnybody(order));
    }
}
// end::unit[]
