package dev.frameloom.edit.tokenflow;

/** How the source's structure is kept. */
enum Variant {
  /** Features and queries and keys of the source are taken over (Plug-and-Play). */
  PNP,
  /** Only the latents that the edit starts from are the source's. */
  SDEDIT
}
