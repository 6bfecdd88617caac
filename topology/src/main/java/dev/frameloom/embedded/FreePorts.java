package dev.frameloom.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports on loopback. */
final class FreePorts {

  private FreePorts() {}

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  /**
   * A port for clients (the given one, or any where that is 0) and any other for the controller.
   * They are free now; another process may still take one before the broker does.
   */
  static Pair choose(int clientPort) {
    try (ServerSocket clients = bind(clientPort);
        ServerSocket controller = bind(0)) {
      return new Pair(clients.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw new EmbeddedException(
          "port %d on 127.0.0.1 can't be opened for the broker: %s; stop what uses it or choose another port"
              .formatted(clientPort, e.getMessage()),
          e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true); // as Kafka does, or a restart would wait for old connections
    socket.bind(new InetSocketAddress(loopback(), port));
    return socket;
  }

  record Pair(int clients, int controller) {}
}
