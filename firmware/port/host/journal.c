#include "journal.h"

#include <inttypes.h>
#include <stdio.h>

void journal_tell(const struct journal *journal, const char *event, const char *detail)
{
  if (journal->json) {
    (void)printf("{\"event\":\"%s\",\"detail\":\"%s\"}\n", event, detail);
  } else {
    (void)printf("%s%s%s\n", event, detail[0] != '\0' ? ": " : "", detail);
  }
  (void)fflush(stdout);
}

static void tell_count(const struct journal *journal, const char *event, uint32_t before, uint32_t now)
{
  if (before == now) {
    return;
  }
  if (journal->json) {
    (void)printf("{\"event\":\"%s\",\"total\":%" PRIu32 "}\n", event, now);
  } else {
    (void)printf("%s, %" PRIu32 " in all\n", event, now);
  }
  (void)fflush(stdout);
}

void journal_follow(struct journal *journal, const struct petcam *camera)
{
  const struct petcam_counters *told = &journal->told;
  const struct petcam_counters *now = &camera->context.counters;
  enum petcam_mode mode = petcam_mode(camera);
  if (mode != journal->mode) {
    journal->mode = mode;
    journal_tell(journal, "mode", petcam_mode_name(mode));
  }
  tell_count(journal, "connected", told->connections, now->connections);
  tell_count(journal, "burst taken", told->bursts_taken, now->bursts_taken);
  tell_count(journal, "burst delivered", told->bursts_sent, now->bursts_sent);
  tell_count(journal, "burst lost", told->bursts_lost, now->bursts_lost);
  tell_count(journal, "frame sent again", told->frames_resent, now->frames_resent);
  tell_count(journal, "bad shot", told->shots_bad, now->shots_bad);
  tell_count(journal, "message not understood", told->messages_bad, now->messages_bad);
  journal->told = *now;
}

void journal_end(const struct journal *journal, const struct petcam *camera)
{
  const struct petcam_counters *counters = &camera->context.counters;
  const char *format =
      journal->json
          ? "{\"event\":\"end\",\"taken\":%" PRIu32 ",\"sent\":%" PRIu32 ",\"lost\":%" PRIu32
            ",\"framesStored\":%" PRIu32 ",\"framesDelivered\":%" PRIu32 ",\"framesLost\":%" PRIu32
            ",\"framesResent\":%" PRIu32 ",\"connections\":%" PRIu32 "}\n"
          : "end: %" PRIu32 " bursts taken, %" PRIu32 " delivered, %" PRIu32 " lost; %" PRIu32 " frames stored, %" PRIu32
            " delivered, %" PRIu32 " lost, %" PRIu32 " sent again; %" PRIu32 " connections\n";
  (void)printf(format, counters->bursts_taken, counters->bursts_sent, counters->bursts_lost, counters->frames_stored,
               counters->frames_delivered, counters->frames_lost, counters->frames_resent, counters->connections);
  (void)fflush(stdout);
}
