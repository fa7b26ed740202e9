// Pause: a thread that is about to wait – for the disk, for another thread – says so while it
// waits, and whoever shares out the cores may let another thread run in its place.
//
//     const Pause pause;
//     answered.acquire();
//
// Thread safety: a Pause belongs to the thread that makes it; pauses do not nest.
#pragma once

namespace tram {

// Hears of the pauses of the threads that it was set on.
class PauseListener {
  public:
    virtual ~PauseListener() = default;
    virtual void OnPause() = 0;
    virtual void OnResume() = 0;
};

// For the calling thread, until it ends; null: nobody. `listener` must outlive the thread.
void ListenToPauses(PauseListener* listener);

class Pause {
  public:
    Pause();
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

  private:
    PauseListener* listener_;
};

}  // namespace tram
