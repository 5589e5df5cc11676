#include "machine.h"

enum { LEAVE_AFTER_MS = 20000, LEAVE_GRACE_MS = 1000 };

static bool has_answers_due(const struct petcam *camera)
{
  for (size_t i = 0; i < PETCAM_TRANSACTIONS; i++) {
    if (camera->answers[i].due) {
      return true;
    }
  }
  return false;
}

/* A restart waits until the ring is empty, at most 20 s. What is still there then is counted as lost, and told. */
void petcam_leave(struct petcam *camera)
{
  bool empty = petcam_ring_at(&camera->ring, 0) == NULL && !camera->sequence.active;
  if (camera->leave_ms == 0) {
    camera->leave_ms = camera->now_ms + LEAVE_AFTER_MS;
  }
  if (!camera->left && camera->now_ms < camera->leave_ms && (!empty || has_answers_due(camera) || petcam_update_has_news(camera))) {
    petcam_wake(camera, camera->leave_ms);
    return;
  }
  if (!camera->left) {
    petcam_capture_end(camera);
    while (petcam_lose_oldest(camera)) {
    }
    camera->left = true;
    camera->state_due = true;
    camera->leave_ms = camera->now_ms + LEAVE_GRACE_MS;
  }
  if (camera->now_ms >= camera->leave_ms) {
    camera->leaving = false;
    camera->port.restart(camera->port.context);
  }
  petcam_wake(camera, camera->leave_ms);
}
