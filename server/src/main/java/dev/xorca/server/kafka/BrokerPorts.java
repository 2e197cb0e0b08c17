package dev.xorca.server.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of one broker: for its clients, and for its own controller. */
record BrokerPorts(int clients, int controller) {

    /**
     * Ports that are free now; somebody else may still take one before the broker does.
     *
     * @param clients the port to offer to clients, 0 for any
     * @throws KafkaStartException when that port is taken
     */
    static BrokerPorts free(int clients) {
        try (var forClients = listen(clients);
                var forController = listen(0)) {
            return new BrokerPorts(forClients.getLocalPort(), forController.getLocalPort());
        } catch (IOException e) {
            throw KafkaStartException.portNotUsable(clients, e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
