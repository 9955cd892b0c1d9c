package dev.anypool.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a worker is told on its standard input. */
class BootstrapTest {
    private static byte[] written() throws IOException {
        byte[] secret = new byte[Wire.SECRET_BYTES];
        Arrays.fill(secret, (byte) 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Bootstrap(12, "päol-worker-12", secret, "/a/socket", "/a/worker-12/page", "/a", 2, 1L << 40, new byte[] {
                    1, 2, 3
                })
                .writeTo(out);
        return out.toByteArray();
    }

    private static Bootstrap read(byte[] bytes) throws IOException {
        return Bootstrap.readFrom(new ByteArrayInputStream(bytes));
    }

    @Test
    void whatIsWritten_isRead() throws IOException {
        Bootstrap bootstrap = read(written());

        assertThat(bootstrap.workerId()).isEqualTo(12);
        assertThat(bootstrap.workerName()).isEqualTo("päol-worker-12");
        assertThat(bootstrap.secret()).hasSize(Wire.SECRET_BYTES).containsOnly(7);
        assertThat(bootstrap.socket()).isEqualTo("/a/socket");
        assertThat(bootstrap.page()).isEqualTo("/a/worker-12/page");
        assertThat(bootstrap.temporaryRoot()).isEqualTo("/a");
        assertThat(bootstrap.depth()).isEqualTo(2);
        assertThat(bootstrap.recycleAbove()).isEqualTo(1L << 40);
        assertThat(bootstrap.initializer()).containsExactly(1, 2, 3);
    }

    @Test
    void wrongMagic_isRefused_asNotMeantForThisProgram() throws IOException {
        byte[] bytes = written();
        bytes[0]++;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(StreamCorruptedException.class)
                .hasMessageContaining("not by hand");
    }

    @Test
    void wrongVersion_isRefused_withBothVersions() throws IOException {
        byte[] bytes = written();
        ByteBuffer.wrap(bytes).putShort(Integer.BYTES, (short) 77);

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(StreamCorruptedException.class)
                .hasMessageContaining("version 77")
                .hasMessageContaining("version " + Wire.VERSION);
    }

    @Test
    void bootstrapThatEndsTooEarly_isRefusedWhereverItEnds() throws IOException {
        byte[] bytes = written();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void thisJvm_isNoWorker() {
        assertThat(Bootstrap.ofThisJvm()).isNull();
    }
}
