// Runs EbSynth's CPU build on the input that EbSynthReference writes, and writes what it made of it.
// usage: drive SEED VOTES SEARCHES IN OUT
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "ebsynth.h"
#include "src/ebsynth_cpu.h"

int main(int count, char** words) {
  if (count != 6) {
    std::fprintf(stderr, "usage: drive SEED VOTES SEARCHES IN OUT\n");
    return 2;
  }
  std::FILE* in = std::fopen(words[4], "rb");
  int32_t sizes[3];  // width, height, channels of all guides together
  if (in == nullptr || std::fread(sizes, 4, 3, in) != 3) {
    std::fprintf(stderr, "can't read %s\n", words[4]);
    return 1;
  }
  const int width = sizes[0], height = sizes[1], channels = sizes[2];
  const size_t pixels = size_t(width) * height;
  std::vector<unsigned char> style(pixels * 3), source(pixels * channels), target(pixels * channels);
  std::vector<float> weights(3 + channels);
  if (std::fread(style.data(), 1, style.size(), in) != style.size() ||
      std::fread(source.data(), 1, source.size(), in) != source.size() ||
      std::fread(target.data(), 1, target.size(), in) != target.size() ||
      std::fread(weights.data(), 4, weights.size(), in) != weights.size()) {
    std::fprintf(stderr, "%s ends too soon\n", words[4]);
    return 1;
  }
  std::fclose(in);

  int levels = 1;
  while (((width < height ? width : height) >> levels) >= 11) levels++;
  std::vector<int> votes(levels, std::atoi(words[2])), searches(levels, std::atoi(words[3]));
  std::vector<int> stop(levels, 5), matches(pixels * 2);
  std::vector<unsigned char> picture(pixels * 3);
  std::srand(std::atoi(words[1]));
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  ebsynthRunCpu(3, channels, width, height, style.data(), source.data(), width, height, target.data(),
                nullptr, weights.data(), weights.data() + 3, 3500, 5, EBSYNTH_VOTEMODE_PLAIN, levels,
                votes.data(), searches.data(), stop.data(), 0, matches.data(), picture.data());
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  std::printf("wall %.2f s, processor %.2f s\n", wall.count(),
              double(std::clock() - cpu) / CLOCKS_PER_SEC);

  std::FILE* out = std::fopen(words[5], "wb");
  if (out == nullptr || std::fwrite(picture.data(), 1, picture.size(), out) != picture.size() ||
      std::fwrite(matches.data(), 4, matches.size(), out) != matches.size() || std::fclose(out) != 0) {
    std::fprintf(stderr, "can't write %s\n", words[5]);
    return 1;
  }
  return 0;
}
