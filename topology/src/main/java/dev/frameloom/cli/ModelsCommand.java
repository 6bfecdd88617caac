package dev.frameloom.cli;

import picocli.CommandLine.Command;

@Command(
    name = "models",
    description = "Makes, lists and inspects models.",
    mixinStandardHelpOptions = true,
    subcommands = {ModelsInitCommand.class, ModelsInspectCommand.class},
    footer = {
      "",
      "Examples:",
      "  frameloom models init              (a small untrained model, named default)",
      "  frameloom models inspect default",
      "  frameloom models inspect ~/models/stable-diffusion-v1-5 --size 512x512",
    })
final class ModelsCommand {}
