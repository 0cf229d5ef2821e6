package org.acme.groups;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@WebSocket(path = "/ws/sensors/{id}")
@ChannelGroup(value = "sensor-{id}", expires = "10m", history = HistoryMode.ALWAYS, payloadType = PayloadType.JSON)
public class SensorSocket {

    @OnTextMessage
    void ignore(String text) {
    }
}
// end::socket[]
