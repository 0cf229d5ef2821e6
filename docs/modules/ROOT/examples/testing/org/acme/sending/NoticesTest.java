package org.acme.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.verify;

import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.testing.SentMessages;
import io.quarkus.test.InjectMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.MockitoConfig;

// tag::deep[]
@QuarkusTest
class NoticesTest {

    @InjectMock
    @MockitoConfig(returnsDeepMocks = true)
    ChannelBox channelBox;

    @Inject
    Notices notices;

    @Inject
    SentMessages sent;

    @Test
    void aNoticeIsForOneUser() {
        notices.toOneUser("ann", "hi");
        verify(channelBox.user("ann")).sendAndForget("hi");
        assertEquals(List.of(), sent.toUser("ann"));
    }
}
// end::deep[]
