package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryExceptionTest {

  @TempDir Path folder;

  @Test
  void saysFolderFaultAndRemedyOfEachLibrary() throws IOException {
    Path cache = Files.createDirectories(folder.resolve(".javacpp/cache"));
    Throwable mapped =
        new UnsatisfiedLinkError("no jniavutil in java.library.path: /lib")
            .initCause(
                new UnsatisfiedLinkError(
                    cache + "/libjniavutil.so: " + cache + "/libjniavutil.so: failed to map"));
    assertThat(new NativeLibraryException(mapped))
        .hasMessageContainingAll(cache.toString(), "failed to map", "cachedir=FOLDER");

    Throwable full =
        new IllegalStateException(
            "Failed to load PyTorch native library from ai.djl.pytorch",
            new IOException("No space left on device"));
    assertThat(new NativeLibraryException(full))
        .hasMessageContainingAll("PyTorch", ".djl.ai", "full", "DJL_CACHE_DIR=FOLDER");

    Throwable rocks =
        new ExceptionInInitializerError(
            new UnsatisfiedLinkError("/nowhere/librocksdbjni1.so: org.rocksdb. failed"));
    assertThat(NativeLibraryException.concerns(rocks)).isTrue();
    assertThat(new NativeLibraryException(rocks))
        .hasMessageContainingAll("RocksDB", "/nowhere", "-Djava.io.tmpdir=FOLDER");
  }

  @Test
  void classesThatDoNotFitAreNoNativeLibrary() {
    assertThat(NativeLibraryException.concerns(new NoSuchMethodError("x"))).isFalse();
    assertThat(NativeLibraryException.concerns(new NoClassDefFoundError("a/B"))).isFalse();
    assertThat(
            NativeLibraryException.concerns(
                new RuntimeException(
                    new NoClassDefFoundError("Could not initialize class org.rocksdb.RocksDB"))))
        .isTrue();
  }

  @Test
  void theInnermostMountDecides() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a b/inner")).toRealPath();
    String blank = inner.getParent().toString().replace(" ", "\\040");
    Path mounts =
        Files.write(
            folder.resolve("mounts"),
            List.of(
                "overlay / overlay rw 0 0",
                "tmpfs " + blank + " tmpfs rw,noexec,relatime 0 0",
                "tmpfs " + blank + "/inner tmpfs rw 0 0"));

    assertThat(FolderFault.noexec(inner, mounts)).isFalse();
    assertThat(FolderFault.noexec(inner.getParent(), mounts)).isTrue();
    assertThat(FolderFault.noexec(folder.toRealPath(), mounts)).isFalse();
    assertThat(FolderFault.noexec(inner, folder.resolve("none"))).isFalse();
  }
}
