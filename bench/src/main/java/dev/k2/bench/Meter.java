package dev.k2.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What one thread spends: CPU time and allocated bytes, from the JVM's counters per thread. */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The best round so far. */
    private long bestNanosPerThousand = Long.MAX_VALUE;

    private long bestBytesPerThousand = Long.MAX_VALUE;

    /** Has a contestant read batches, and keeps the figures where they are the best. */
    void round(Contestant contestant, Messages messages, int batches, int perBatch) {
        long nanos = 0;
        long bytes = 0;
        for (int n = 0; n < batches; n++) {
            byte[][] batch = received(messages.batch(perBatch));
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < perBatch; i++) {
                contestant.read(batch[i]);
            }
            nanos += THREADS.getCurrentThreadCpuTime() - nanosBefore;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        }
        long read = (long) batches * perBatch;
        bestNanosPerThousand = Math.min(bestNanosPerThousand, nanos * 1000 / read);
        bestBytesPerThousand = Math.min(bestBytesPerThousand, bytes * 1000 / read);
    }

    /**
     * Has something done several times, each time after a preparation that does not count, and
     * keeps the figures where they are the best.
     *
     * @param count as how many it counts each time
     */
    void round(int times, long count, Runnable preparation, Runnable work) {
        long nanos = 0;
        long bytes = 0;
        for (int n = 0; n < times; n++) {
            preparation.run();
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            work.run();
            nanos += THREADS.getCurrentThreadCpuTime() - nanosBefore;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        }
        bestNanosPerThousand = Math.min(bestNanosPerThousand, nanos * 1000 / (times * count));
        bestBytesPerThousand = Math.min(bestBytesPerThousand, bytes * 1000 / (times * count));
    }

    /** Copied once more, so that messages are as near to the processor as just received ones. */
    private static byte[][] received(List<byte[]> batch) {
        return batch.stream().map(byte[]::clone).toArray(byte[][]::new);
    }

    /** CPU time of a thousand messages in the best round, in nanoseconds. */
    long nanosPerThousand() {
        return bestNanosPerThousand;
    }

    long bytesPerMessage() {
        return bestBytesPerThousand / 1000;
    }
}
