#include "bootloader.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "board.h"
#include "slots.h"

enum { CANNOT_START = 127, GRACE_SECONDS = 5, PAUSE_SECONDS = 1, WAIT_SECONDS = 1 };

/* One boot: the program that runs, and how long it may go on. */
struct boot {
  pid_t process;
  time_t trial_ends; /* 0: kept, no end */
  time_t stop_ends;  /* 0: nobody asked it to stop */
  int status;        /* as waitpid tells */
};

static time_t seconds_now(void)
{
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

bool bootloader_is_wanted(const struct options *options)
{
  return options->slots != NULL && getenv(SLOT_VARIABLE) == NULL;
}

static void watched_signals(sigset_t *set)
{
  (void)sigemptyset(set);
  (void)sigaddset(set, SIGCHLD);
  (void)sigaddset(set, SIGINT);
  (void)sigaddset(set, SIGTERM);
}

/* What the ESP32's boot loader decides. False when the record cannot be written. */
static bool choose(struct slots *slots, const struct journal *journal)
{
  struct slot *active = &slots->slot[slots->active];
  if (active->state == SLOT_PENDING) {
    active->state = SLOT_INVALID;
    slots->active = 1U - slots->active;
    journal_tell(journal, "rolled back", active->version);
    return slots_write(slots);
  }
  if (active->state == SLOT_NEW) {
    active->state = SLOT_PENDING;
    journal_tell(journal, "on trial", active->version);
    return slots_write(slots);
  }
  return true;
}

/* In the new process. A boot loader that is killed takes the program with it, as a power cut would. */
static void become(const struct slots *slots, const char *reason, char **arguments)
{
  char path[SLOTS_PATH_BYTES];
  sigset_t set;
  watched_signals(&set);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && sigprocmask(SIG_UNBLOCK, &set, NULL) == 0 &&
      setenv(SLOT_VARIABLE, slots->active == 0 ? "a" : "b", 1) == 0 &&
      (reason == NULL || setenv(RESET_VARIABLE, reason, 1) == 0) && slots_path(slots, slots->active, "", path)) {
    (void)execv(access(path, F_OK) == 0 ? path : "/proc/self/exe", arguments);
  }
  _exit(CANNOT_START);
}

/* Whether the trial's time is over: the program itself says in the record that it is kept. */
static bool is_trial_over(struct boot *boot, const char *folder)
{
  struct slots slots;
  if (boot->trial_ends == 0 || seconds_now() < boot->trial_ends) {
    return false;
  }
  slots_read(&slots, folder);
  boot->trial_ends = 0;
  return slots.slot[slots.active].state == SLOT_PENDING;
}

/* Waits for the program's end, passing on the request to stop. */
static void attend(struct boot *boot, const char *folder)
{
  sigset_t set;
  struct timespec wait = {WAIT_SECONDS, 0};
  watched_signals(&set);
  while (waitpid(boot->process, &boot->status, WNOHANG) == 0) {
    int signal = sigtimedwait(&set, NULL, &wait);
    if (signal == SIGINT || signal == SIGTERM) {
      boot->stop_ends = seconds_now() + GRACE_SECONDS;
      (void)kill(boot->process, SIGTERM);
    }
    if (is_trial_over(boot, folder) || (boot->stop_ends != 0 && seconds_now() >= boot->stop_ends)) {
      (void)kill(boot->process, SIGKILL);
    }
  }
}

/* Why the next boot happens, as `resetReason` says it; NULL when there is none to be. */
static const char *next_reason(const struct boot *boot, const struct slots *slots)
{
  const struct slot *active = &slots->slot[slots->active];
  int code = WIFEXITED(boot->status) ? WEXITSTATUS(boot->status) : -1;
  if (boot->stop_ends != 0) {
    return NULL;
  }
  if (code == SLOTS_EXIT_RESTART) {
    return active->state == SLOT_NEW ? "ota" : "restart";
  }
  if (code == SLOTS_EXIT_BROWNOUT) {
    return "brownout";
  }
  if (code < 0) {
    return "panic";
  }
  return active->state == SLOT_PENDING ? "restart" : NULL;
}

static int exit_status(const struct boot *boot)
{
  return WIFEXITED(boot->status) ? WEXITSTATUS(boot->status) : EXIT_SUCCESS;
}

/* Runs the slot that is to boot, to its end. False when it cannot even begin. */
static bool run_once(struct boot *boot, const struct options *options, const struct journal *journal,
                     const char *reason, char **arguments)
{
  struct slots slots;
  slots_read(&slots, options->slots);
  if (!choose(&slots, journal)) {
    return false;
  }
  memset(boot, 0, sizeof *boot);
  if (slots.slot[slots.active].state == SLOT_PENDING) {
    boot->trial_ends = seconds_now() + (time_t)options->trial_seconds;
  }
  boot->process = fork();
  if (boot->process == 0) {
    become(&slots, reason, arguments);
  }
  if (boot->process > 0) {
    attend(boot, options->slots);
  }
  return boot->process > 0;
}

static void pause_after_crash(const char *reason)
{
  struct timespec pause = {PAUSE_SECONDS, 0};
  if (strcmp(reason, "panic") == 0) {
    (void)nanosleep(&pause, NULL);
  }
}

int bootloader_run(const struct options *options, const struct journal *journal, char **arguments)
{
  struct boot boot;
  struct slots slots;
  sigset_t set;
  const char *reason = NULL;
  watched_signals(&set);
  (void)sigprocmask(SIG_BLOCK, &set, NULL);
  for (;;) {
    if (!run_once(&boot, options, journal, reason, arguments)) {
      (void)fprintf(stderr, "petcam-camera: --slots cannot be used: %s\n", strerror(errno));
      return EXIT_FAILURE;
    }
    slots_read(&slots, options->slots);
    reason = next_reason(&boot, &slots);
    if (reason == NULL) {
      return exit_status(&boot);
    }
    pause_after_crash(reason);
  }
}
