package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/** What the process of the server takes, as it says itself (JMX). */
final class Vitals {

    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final UnixOperatingSystemMXBean system;
    private final BufferPoolMXBean direct;

    /** At one moment; bytes. */
    record Sign(long heap, long direct, long descriptors, int threads) {

        @Override
        public String toString() {
            return String.format("%.1f MB heap, %.1f MB direct, %d descriptors, %d threads", heap / 1e6, direct / 1e6,
                    descriptors, threads);
        }
    }

    Vitals(long process) throws IOException {
        String address;
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            address = machine.startLocalManagementAgent();
            machine.detach();
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
        MBeanServerConnection server = connector.getMBeanServerConnection();
        memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class);
        system = ManagementFactory.getPlatformMXBean(server, UnixOperatingSystemMXBean.class);
        direct = ManagementFactory.getPlatformMXBeans(server, BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).findFirst().orElseThrow();
    }

    /** After what nobody has any more was collected. */
    Sign now() {
        memory.gc();
        return new Sign(memory.getHeapMemoryUsage().getUsed(), direct.getMemoryUsed(), system.getOpenFileDescriptorCount(),
                threads.getThreadCount());
    }
}
