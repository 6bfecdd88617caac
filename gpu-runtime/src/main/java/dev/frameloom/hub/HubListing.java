package dev.frameloom.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a repository holds in one state.
 *
 * @param id {@code ORG/NAME}
 * @param commit the state's whole hash: names never change under it
 * @param licence note for people; empty where the hub says nothing
 * @param files all of them
 */
public record HubListing(String id, String commit, String licence, List<HubFile> files) {

  private static final int MAX_LICENCE = 200;

  public HubListing {
    files = List.copyOf(files);
    if (!commit.matches("[0-9a-f]{40,64}")) {
      throw new IllegalArgumentException("expected a commit's hash, found \"" + commit + "\"");
    }
  }

  /**
   * Reads what a hub answers on {@code /api/models/ORG/NAME/revision/REVISION?blobs=true}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static HubListing parse(String id, String text) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
    List<HubFile> files = new ArrayList<>();
    for (JsonNode sibling : root.path("siblings")) {
      files.add(file(sibling));
    }
    return new HubListing(id, root.path("sha").asText(), licence(root), files);
  }

  private static HubFile file(JsonNode node) {
    String name = node.path("rfilename").asText();
    JsonNode large = node.path("lfs");
    JsonNode size = large.has("size") ? large.path("size") : node.path("size");
    if (!size.canConvertToLong()) {
      throw new IllegalArgumentException(name + ": expected a size, found " + size);
    }
    // sha256 here, oid in an older form of the answer
    String sha256 = large.path("sha256").asText(large.path("oid").asText(""));
    return new HubFile(
        name,
        size.longValue(),
        sha256.isEmpty()
            ? new HubFile.GitBlob(node.path("blobId").asText())
            : new HubFile.Sha256(sha256));
  }

  private static String licence(JsonNode root) {
    JsonNode card = root.path("cardData");
    JsonNode named = card.path("license");
    String licence = named.isArray() ? named.path(0).asText("") : named.asText("");
    for (JsonNode tag : root.path("tags")) {
      if (licence.isEmpty() && tag.asText().startsWith("license:")) {
        licence = tag.asText().substring("license:".length());
      }
    }
    StringBuilder note = new StringBuilder(card.path("license_name").asText(licence));
    String link = card.path("license_link").asText("");
    if (!link.isEmpty()) {
      note.append(note.isEmpty() ? "" : ", ").append(link);
    }
    String clean = note.toString().replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > MAX_LICENCE ? clean.substring(0, MAX_LICENCE) : clean;
  }
}
