#include "base/background.h"

#include <sys/resource.h>

#include <future>

#include "base/pause.h"

namespace tram {

void RunBelowOthers(int steps) {
    // On Linux who = 0 is the calling thread, not its process (setpriority(2), "C library/kernel
    // differences"). Where it is refused, the work is done all the same.
    (void)::setpriority(PRIO_PROCESS, 0, ::getpriority(PRIO_PROCESS, 0) + steps);
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
