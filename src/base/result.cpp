#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace tram {

void StopProcess(const char* why) {
    std::fprintf(stderr, "tram: stopped to protect data: %s\n", why);
    std::abort();
}

}  // namespace tram
