package dev.frameloom.engine;

/**
 * Philox4x32-10, a counter-based generator: four 32-bit words from a counter and a key, without
 * state (Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011).
 */
final class Philox {

  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Replaces a counter by its random words.
   *
   * @param words four words: the counter before, the result after
   */
  static void generate(int[] words, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (words[0] & WORD);
      long product1 = MULTIPLIER_1 * (words[2] & WORD);
      int high0 = (int) (product0 >>> 32);
      int high1 = (int) (product1 >>> 32);
      words[0] = high1 ^ words[1] ^ k0;
      words[1] = (int) product1;
      words[2] = high0 ^ words[3] ^ k1;
      words[3] = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }
}
