// Background: work that can wait – a load of many records – on threads that run below all others,
// so that people do not wait for a core while it goes on.
//
// Thread safety: may be called from any thread.
#pragma once

#include <functional>

namespace tram {

// The calling thread gives way to all that run as it did, until it ends: there is no way back. A
// step is a quarter more for the others.
inline constexpr int kStepsOfALoad = 10;
void RunBelowOthers(int steps = kStepsOfALoad);

// Does `work` on a thread of its own that runs below all others; the calling thread pauses
// (base/pause.h) until it is done. What `work` throws is thrown here.
void RunInBackground(const std::function<void()>& work);

}  // namespace tram
