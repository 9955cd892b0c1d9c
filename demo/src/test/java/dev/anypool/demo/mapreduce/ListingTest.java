package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Worker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void largeText_isCutIntoSlicesWithoutGap() {
        List<Slice> slices = slices(Listing.of(Source.TEXT, List.of(new Slice("f", 0, 10 * MEBIBYTE)), List.of()));
        assertThat(slices).hasSizeGreaterThan(10);
        long end = 0;
        for (Slice slice : slices) {
            assertThat(slice.from()).isEqualTo(end);
            assertThat(slice.bytes()).isPositive();
            end = slice.to();
        }
        assertThat(end).isEqualTo(10 * MEBIBYTE);
        assertThat(slices).filteredOn(Slice::isFirst).hasSize(1);
    }

    @Test
    void classFiles_areNeverCut() {
        List<Slice> files = List.of(new Slice("a", 0, 9 * MEBIBYTE), new Slice("b", 0, 9 * MEBIBYTE));
        Listing listing = Listing.of(Source.CLASSES, files, List.of());
        assertThat(slices(listing)).isEqualTo(files);
        assertThat(listing.partitions()).hasSize(2);
    }

    @Test
    void smallFiles_shareAPartition_emptyOnesIncluded() {
        List<Slice> files = List.of(new Slice("a", 0, 0), new Slice("b", 0, 10), new Slice("c", 0, 0));
        Listing listing = Listing.of(Source.TEXT, files, List.of());
        assertThat(listing.partitions()).hasSize(1);
        assertThat(slices(listing)).isEqualTo(files);
    }

    @Test
    void jdk_isListedInPartitionsOfAboutTheSameEffort() throws Exception {
        Listing listing = JdkClasses.all().list();
        assertThat(slices(listing)).hasSizeGreaterThan(5_000).doesNotHaveDuplicates();
        assertThat(listing.partitions()).hasSizeBetween(64, 256);
        assertThat(listing.partitions())
                .allSatisfy(partition -> assertThat(partition.slices().stream()
                                .mapToLong(Slice::bytes)
                                .sum())
                        .isLessThan(4 * MEBIBYTE));
    }

    @Test
    void partition_travels() throws Exception {
        Partition partition = new Partition(Source.CLASSES, List.of(new Slice("ä", 0, 7), new Slice("b", 1L << 40, 9)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(partition);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Partition copy = (Partition) in.readObject();
            assertThat(copy.source()).isEqualTo(partition.source());
            assertThat(copy.slices()).isEqualTo(partition.slices());
        }
    }

    @Test
    void fileThatCannotBeRead_isNamed_andTheRestGoesOn(@TempDir Path folder) throws Exception {
        Path good = Files.writeString(folder.resolve("good"), "one two");
        Path gone = folder.resolve("gone");
        Tally tally = Mapping.count(new Partition(
                Source.TEXT,
                List.of(
                        new Slice(gone.toUri().toString(), 0, 5),
                        new Slice(good.toUri().toString(), 0, 7))));
        assertThat(tally.items()).isEqualTo(1);
        assertThat(tally.bytes()).isEqualTo(7);
        assertThat(tally.counts().total()).isEqualTo(2);
        assertThat(tally.unreadable()).containsExactly(new Unreadable(gone.toString(), "there is no such file"));
        assertThat(tally.worker()).isEqualTo(Worker.current());
    }

    private static List<Slice> slices(Listing listing) {
        return listing.partitions().stream()
                .flatMap(partition -> partition.slices().stream())
                .toList();
    }
}
