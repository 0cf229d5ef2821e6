package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** An application that injects nothing but a publisher. */
class OnlyPublisherTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(News.class, NewsEvents.class));

    @WebSocket(path = "/news")
    @ChannelGroup("news")
    public static class News {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("news")
    public interface NewsEvents {
        @SaveHistory
        Receipt told(String text);
    }

    @Inject
    NewsEvents news;

    @Test
    void sends() {
        assertTrue(news.told("hello").stored());
    }
}
