package dev.frameloom.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps RocksDB's native memory bounded over all stores of the process: by default each store has a
 * block cache and write buffers of its own, and a role has a store per task.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 32L << 20;

  /** Loads the native library, then makes what all stores share; lives as long as the process. */
  private static final class Shared {
    static final Cache CACHE;
    static final WriteBufferManager BUFFERS;

    static {
      RocksDB.loadLibrary();
      CACHE = new LRUCache(CACHE_BYTES);
      BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
    }
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(Shared.BUFFERS);
    options.setTableFormatConfig(table);
  }

  @Override
  public void close(String storeName, Options options) {
    // the shared cache and buffers outlive every store
  }
}
