package dev.frameloom.roles;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** Writes records that have no time, which Kafka's own producer refuses and brokers take. */
final class RawProducer {

  private static final short VERSION = 9;

  private RawProducer() {}

  static void send(String server, String topic, int partition, String key, byte[] value)
      throws IOException {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    MemoryRecords records =
        MemoryRecords.withRecords(
            Compression.NONE, new SimpleRecord(RecordBatch.NO_TIMESTAMP, keyBytes, value));
    ProduceRequestData.TopicProduceData data =
        new ProduceRequestData.TopicProduceData()
            .setName(topic)
            .setPartitionData(
                List.of(
                    new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition)
                        .setRecords(records)));
    ProduceRequest request =
        ProduceRequest.builder(
                new ProduceRequestData()
                    .setAcks((short) -1)
                    .setTimeoutMs(10_000)
                    .setTopicData(
                        new ProduceRequestData.TopicProduceDataCollection(
                            List.of(data).iterator())))
            .build(VERSION);
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "raw", 1);
    int colon = server.lastIndexOf(':');
    try (Socket socket =
            new Socket(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      ByteBuffer bytes =
          RequestUtils.serialize(
              header.data(), header.headerVersion(), request.data(), request.version());
      out.writeInt(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
      byte[] answer = new byte[in.readInt()];
      in.readFully(answer);
      ProduceResponse response =
          (ProduceResponse) AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
      response.errorCounts().keySet().forEach(Errors::maybeThrow);
    }
  }
}
