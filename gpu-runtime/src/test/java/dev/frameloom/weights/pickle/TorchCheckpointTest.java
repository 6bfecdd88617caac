package dev.frameloom.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsTensors;
import dev.frameloom.weights.SafetensorsWriter;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of torch.save against what PyTorch 2.7.1 itself reads from them, byte for byte; and files
 * that are to be refused, of torch and of our own making.
 */
class TorchCheckpointTest {

  @TempDir Path temporary;

  static Stream<Path> checkpoints() {
    return GoldenTensors.sets()
        .map(set -> set.resolve("pickles"))
        .flatMap(
            folder ->
                Stream.of("everything", "stream", "training", "lightning").map(folder::resolve));
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void tensors_are_those_that_torch_reads(Path stem) throws IOException {
    Path written = temporary.resolve("written.safetensors");
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(Path.of(stem + ".pth"))) {
      SafetensorsWriter writer = new SafetensorsWriter();
      checkpoint.tensors().forEach(writer::add);
      writer.write(written);
    }
    try (TensorFile found = SafetensorsTensors.open(written);
        TensorFile expected = SafetensorsTensors.open(Path.of(stem + ".safetensors"))) {
      assertThat(found.tensors().keySet()).isEqualTo(expected.tensors().keySet());
      for (Map.Entry<String, StoredTensor> tensor : expected.tensors().entrySet()) {
        StoredTensor read = found.tensors().get(tensor.getKey());
        assertThat(read.type()).as(tensor.getKey()).isEqualTo(tensor.getValue().type());
        assertThat(read.shape()).as(tensor.getKey()).isEqualTo(tensor.getValue().shape());
        assertThat(bytes(read)).as(tensor.getKey()).isEqualTo(bytes(tensor.getValue()));
      }
    }
  }

  private static byte[] bytes(StoredTensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensor.numbers().write(bytes);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "os_system|posix.system|would run code|state_dict",
        "os_system_stream|posix.system|would run code|do not trust it",
        "whole_model|torch.nn.modules.linear.Linear|whole model|torch.save(model.state_dict()",
        "protocol_4|protocol 2|found 4|no checkpoint of PyTorch that can be read",
        "complex|torch.ComplexFloatStorage|refused|safetensors",
        "sparse|torch._utils._rebuild_sparse_tensor|refused|safetensors",
        "no_tensors|state_dict, |[epoch, loss]|expected tensors by name",
        "cycle|expected tensors by name|something else|state_dict",
        "cyclic_dict|expected tensors by name|[model]|state_dict",
        "program|TorchScript|state_dict|openai/clip-vit-base-patch32",
        "tar|tar archive|save it anew|torch.save(torch.load(FILE"
      })
  void what_is_no_checkpoint_of_tensors_is_refused_with_what_to_do(
      String name, String what, String why, String todo) {
    Path file = GoldenTensors.folder().resolve("pickles/refused").resolve(name + ".pth");
    refused(file, name + ".pth", what, why, todo);
  }

  private static void refused(Path file, String... words) {
    assertThatThrownBy(() -> TorchCheckpoint.open(file).close())
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words);
  }

  @ParameterizedTest
  @CsvSource({"everything.pth", "stream.pth"})
  void a_file_that_is_cut_short_is_refused_wherever_the_cut_is(String name) throws IOException {
    byte[] whole = Files.readAllBytes(GoldenTensors.folder().resolve("pickles").resolve(name));
    Path cut = temporary.resolve("cut.pth");
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(cut, Arrays.copyOf(whole, length));
      refused(cut, "cut.pth");
    }
  }

  private Path file(String name) {
    return temporary.resolve(name + ".pth");
  }

  private static TorchFile view(long count, long offset, List<Long> shape, List<Long> strides) {
    return TorchFile.ofTensors()
        .storage("0", new byte[16])
        .view("w", "FloatStorage", "0", count, offset, shape, strides);
  }

  @Test
  void sizes_that_the_file_does_not_have_are_refused() {
    refused(view(5, 0, List.of(5L), List.of(1L)).write(file("a")), "data/0", "5 numbers", "16");
    refused(view(4, 1, List.of(4L), List.of(1L)).write(file("b")), "4 numbers", "offset 1");
    refused(view(4, 0, List.of(2L, 2L), List.of(3L, 1L)).write(file("c")), "strides [3, 1]");
    refused(view(4, -1, List.of(2L), List.of(1L)).write(file("d")), "offset -1");
    refused(view(4, 0, List.of(-2L), List.of(1L)).write(file("e")), "[-2]");
    refused(view(4, 0, List.of(2L), List.of(-1L)).write(file("f")), "[-1]");
    refused(view(4, 0, List.of(2L, 2L), List.of(1L)).write(file("g")), "as many strides");
    refused(
        view(4, 0, List.of(1L << 40, 1L << 40), List.of(0L, 0L)).write(file("h")),
        "larger than any file");
    refused(
        view(4, 0, List.of(Long.MAX_VALUE), List.of(1L)).write(file("i")), "larger than any file");
    refused(
        view(Long.MAX_VALUE, 0, List.of(1L), List.of(1L)).write(file("j")), "larger than any file");
    refused(view(-4, 0, List.of(1L), List.of(1L)).write(file("k")), "storage");
    refused(
        view(4, 0, Collections.nCopies(17, 1L), Collections.nCopies(17, 1L)).write(file("l")),
        "at most 16");
  }

  @Test
  void numbers_that_are_used_over_and_over_do_not_fill_a_disk() {
    refused(view(4, 0, List.of(1L << 30), List.of(0L)).write(file("a")), "at most", "four times");
  }

  @Test
  void an_archive_whose_directory_lies_is_refused() {
    TorchFile plain = TorchFile.ofTensors().tensor("w", new float[] {1, 2, 3, 4}, 4);
    refused(plain.claiming("data/0", 1000).write(file("a")), "a/data/0", "bytes");
    refused(
        TorchFile.ofTensors()
            .tensor("w", new float[] {1, 2}, 2)
            .claiming("data/0", 48)
            .write(file("b")),
        "overlap");
    refused(
        TorchFile.ofTensors()
            .tensor("w", new float[] {1, 2}, 2)
            .zip64()
            .claiming("data/0", Long.MAX_VALUE)
            .write(file("c")),
        "a/data/0");
    refused(
        TorchFile.ofTensors()
            .tensor("w", new float[] {1, 2}, 2)
            .zip64()
            .claiming("data.pkl", -1L)
            .write(file("d")),
        "a/data.pkl");
  }

  @Test
  void an_archive_with_large_fields_is_read() throws IOException {
    Path file =
        TorchFile.ofTensors().tensor("w", new float[] {1, 2}, 2).zip64().write(file("large"));
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      assertThat(bytes(checkpoint.tensors().get("w"))).hasSize(8);
    }
  }

  @Test
  void a_compressed_archive_is_refused_with_what_to_do() throws IOException {
    Path file = file("packed");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(new byte[1000]);
    }
    refused(file, "a/data.pkl", "compressed", "zip -0");
  }

  @Test
  void a_packed_folder_is_told_from_a_checkpoint() throws IOException {
    Path file = file("models");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      ZipEntry entry = new ZipEntry("models/raft-things.pth");
      entry.setSize(0);
      entry.setCrc(0);
      zip.putNextEntry(entry);
    }
    refused(file, "unpack it", "models/raft-things.pth");
  }

  @Test
  void odd_pickles_are_refused() {
    TorchFile deep = TorchFile.ofCode();
    for (int i = 0; i < 100_000; i++) {
      deep.code('(');
    }
    refused(deep.writeCode(file("marks")), "more bytes");
    refused(TorchFile.ofCode().code('h', 7, '.').writeCode(file("memo")), "place 7", "memo");
    refused(TorchFile.ofCode().code('.').writeCode(file("nothing")), "expected a value");
    refused(TorchFile.ofCode().code('t', '.').writeCode(file("mark")), "expected a mark");
    refused(
        TorchFile.ofCode().code('}', 'K', 1, 's', '.').writeCode(file("put")), "expected a value");
    refused(TorchFile.ofCode().code('i', '.').writeCode(file("inst")), "0x69");
    refused(TorchFile.ofCode().code('X').integer(-1).writeCode(file("text")), "4294967295");
    refused(TorchFile.ofCode().code('X').integer(1 << 30).writeCode(file("long")), "1073741824");
    refused(
        TorchFile.ofCode().code(0x8b).integer(Integer.MAX_VALUE).writeCode(file("number")),
        "2147483647");
    refused(
        TorchFile.ofCode().global("builtins", "eval").code(')', 'R', '.').writeCode(file("eval")),
        "builtins.eval");
    refused(TorchFile.ofCode().global("a\u0007", "b").writeCode(file("bell")), "name");
    refused(
        TorchFile.ofCode().global("torch", "FloatStorage").code(')', 'R', '.').writeCode(file("c")),
        "torch.FloatStorage");
    refused(TorchFile.ofCode().text("a").code(')', 'R', '.').writeCode(file("f")), "a function");
  }

  @Test
  void a_list_that_is_read_again_and_again_is_counted() {
    TorchFile file = TorchFile.ofCode().code(']', 'q', 0, '(');
    for (int i = 0; i < 10_000; i++) {
      file.code(']', 'K', 1, 'a', 'K', 1, 'a'); // a pair
    }
    file.code('e', '0');
    for (int i = 0; i < 1_000; i++) {
      file.global("collections", "OrderedDict").code('h', 0, 0x85, 'R', '0');
    }
    refused(file.code('.').writeCode(file("again")), "instructions");
  }
}
