#include "base/pause.h"

namespace tram {
namespace {
thread_local PauseListener* listener_of_thread = nullptr;
}

void ListenToPauses(PauseListener* listener) {
    listener_of_thread = listener;
}

Pause::Pause() : listener_(listener_of_thread) {
    if (listener_) listener_->OnPause();
}

Pause::~Pause() {
    if (listener_) listener_->OnResume();
}

}  // namespace tram
