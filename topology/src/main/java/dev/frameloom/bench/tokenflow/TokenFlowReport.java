package dev.frameloom.bench.tokenflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.edit.EditParameters;
import java.util.List;

/**
 * All that was measured.
 *
 * @param options what was asked for
 * @param tables one or more for each part
 */
public record TokenFlowReport(TokenFlowBenchOptions options, List<ResultTable> tables) {

  public TokenFlowReport {
    tables = List.copyOf(tables);
  }

  /** What the tables have in common, in a line. */
  public String heading() {
    EditParameters edit = options.edit();
    return "%d², model %s, \"%s\", %d steps, strength %s, guidance %s, keyframes every %d, %d in a window"
        .formatted(
            options.size(),
            edit.model(),
            edit.prompt(),
            edit.steps(),
            edit.strength(),
            edit.guidanceScale(),
            options.interval(),
            options.windowKeyframes());
  }

  /** As JSON, numbers as they were measured. */
  public String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    EditParameters edit = options.edit();
    node.put("size", options.size()).put("model", edit.model());
    node.put("prompt", edit.prompt()).put("negative_prompt", edit.negativePrompt());
    node.put("steps", edit.steps()).put("strength", edit.strength());
    node.put("guidance", edit.guidanceScale()).put("seed", edit.seed());
    node.put("interval", options.interval()).put("window_keyframes", options.windowKeyframes());
    ObjectNode own = node.putObject("options");
    edit.options().forEach(own::put);
    tables.forEach(table -> table.addTo(node));
    return node.toPrettyString();
  }
}
