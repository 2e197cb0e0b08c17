package dev.xorca.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the native memory of all stores of a process, instead of Kafka Streams' default for each of them. Blocks,
 * indexes and write buffers share one cache.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 192L << 20;
    private static final long WRITE_BUFFER_BYTES = 128L << 20;
    private static final long ONE_WRITE_BUFFER_BYTES = 32L << 20;
    private static final int FILES_BEFORE_MERGING = 10;

    static {
        RocksDB.loadLibrary();
    }

    // Shared by every store for the life of the process, so never closed.
    private static final Cache CACHE = new LRUCache(TOTAL_BYTES, -1, false, 0.1);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        // Entries are added and hardly ever written over: merging files more seldom costs a look into a few more of
        // them, and only where an orchestration is not remembered.
        options.setLevel0FileNumCompactionTrigger(FILES_BEFORE_MERGING);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing belongs to one store alone.
    }
}
