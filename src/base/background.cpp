#include "base/background.h"

#include <sys/resource.h>

#include <future>

#include "base/pause.h"

namespace tram {
namespace {

// On Linux a step of niceness is a quarter more for the others: ten are nine times as much.
constexpr int kStepsBelow = 10;

}  // namespace

void RunBelowOthers() {
    // On Linux who = 0 is the calling thread, not its process (setpriority(2), "C library/kernel
    // differences"). Where it is refused, the work is done all the same.
    (void)::setpriority(PRIO_PROCESS, 0, ::getpriority(PRIO_PROCESS, 0) + kStepsBelow);
}

void RunInBackground(const std::function<void()>& work) {
    auto done = std::async(std::launch::async, [&] {
        RunBelowOthers();
        work();
    });
    const Pause pause;
    done.get();
}

}  // namespace tram
