package dev.frameloom.cli;

import picocli.CommandLine.Command;

@Command(
    name = "models",
    description = "Fetches, enters, lists, inspects and checks models.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelsListCommand.class,
      ModelsInspectCommand.class,
      ModelsImportCommand.class,
      ModelsVerifyCommand.class,
      ModelsRemoveCommand.class,
      ModelsInitCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  frameloom models init              (a small untrained model, named default)",
      "  frameloom models inspect default",
      "  frameloom models inspect ~/models/stable-diffusion-v1-5 --size 512x512",
    })
final class ModelsCommand {}
