package dev.frameloom.cli;

import picocli.CommandLine.Command;

@Command(
    name = "models",
    description = "Fetches, enters, lists, inspects, checks and evaluates models.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelsListCommand.class,
      ModelsInspectCommand.class,
      ModelsPullCommand.class,
      ModelsImportCommand.class,
      ModelsVerifyCommand.class,
      ModelsEvaluateCommand.class,
      ModelsRemoveCommand.class,
      ModelsInitCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  frameloom models list",
      "  frameloom models pull stable-diffusion-v1-5/stable-diffusion-v1-5 --variant fp16 --name"
          + " sd15",
      "  frameloom models import ~/downloads/ink.safetensors",
      "  frameloom models inspect sd15 --size 512x512",
      "  frameloom models verify",
      "  frameloom models evaluate --clips ~/clips --sheet styles.png",
      "  frameloom models init              (the one that ships with Frameloom, miniature)",
    })
final class ModelsCommand {}
