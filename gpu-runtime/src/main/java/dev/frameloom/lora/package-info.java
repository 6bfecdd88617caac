/**
 * Low-rank adaptations of a model (LoRA): read in the forms that users have, fitted to a model's
 * layers, and switched without loading the model again. Read {@link dev.frameloom.lora.LoraFile}
 * and {@link dev.frameloom.lora.LoraSwitch} first.
 */
package dev.frameloom.lora;
