#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "id.h"
#include "petcam_limits.h"

enum { KEY_DIGITS = 64, UPDATE_KEY_DIGITS = 128, DEFAULT_TRIAL_SECONDS = 60, DEFAULT_ARENA = 2527232, MQTT_PORT = 1883, MQTTS_PORT = 8883 };

void options_help(void)
{
  (void)puts(
      "petcam-camera --url mqtt://HOST:PORT --camera ID --bursts DIR [OPTIONS]\n"
      "\n"
      "The firmware's own core as a Linux program: speaks docs/PROTOCOL.md to a hub and plays photos as its sensor.\n"
      "The camera's key is read from PETCAM_CAMERA_KEY; --key also works, but other users can see a command line.\n"
      "\n"
      "  --url URL           mqtt://HOST[:1883], or mqtts://HOST[:8883] for TLS with the key as pre-shared key\n"
      "  --name HOST         the hub's name, tried in turn with the address; one in .local is asked for by multicast\n"
      "  --camera ID         what the hub calls this camera\n"
      "  --key HEX           64 hexadecimal digits\n"
      "  --bursts DIR        folders of JPEGs, one a burst; or a folder of JPEGs, which is one burst\n"
      "  --every SECONDS     a burst this often (default 12); 0 only when asked\n"
      "  --trigger NAME      motion, schedule or button (default button); motion waits out its pause, 10 s unless set\n"
      "  --interval MS       between the frames of a burst (default: the setting, 400)\n"
      "  --stop-after COUNT  end after so many bursts, once the hub has closed all of them\n"
      "  --arena BYTES       memory for frames that wait, at least 524288 (default 2527232, what the board has)\n"
      "  --slots DIR         keep two images here, as the board's flash does, and take firmware updates\n"
      "  --update-key HEX    the public key that signs them: x and y, 128 hexadecimal digits\n"
      "  --trial-seconds N   how long a new image has to prove itself (default 60)\n"
      "  --faults LIST       comma-separated, see below\n"
      "  --seed NUMBER       the same faults again (default 1)\n"
      "  --json              one JSON object a line\n"
      "  --help              this text\n"
      "\n"
      "Faults with a chance of 0 to 1 for every message:\n"
      "  drop        it is lost on the way, to the hub or from it, and nobody notices\n"
      "  duplicate   it arrives twice\n"
      "  reorder     it is held back until the next one has gone\n"
      "  corrupt     one byte of a frame is another one when it arrives\n"
      "  truncate    the sensor hands out a frame without its end\n"
      "  stall       nothing moves for up to 2 s\n"
      "  disconnect  the connection breaks\n"
      "  brownout    the camera loses its memory and starts over\n"
      "Faults that are a number:\n"
      "  slow        bytes a second that the link carries, e.g. slow=20000\n"
      "  drift       parts per million by which the camera's clock runs fast, e.g. drift=20000");
}

static bool read_number(const char *text, double max, double *number)
{
  char *end;
  errno = 0;
  *number = strtod(text, &end);
  return end != text && *end == '\0' && errno == 0 && isfinite(*number) && *number >= 0 && *number <= max;
}

static const char *read_count(const char *text, double max, uint32_t *count)
{
  double number;
  if (!read_number(text, max, &number)) {
    return "a number is out of range";
  }
  *count = (uint32_t)number;
  return NULL;
}

static const char *read_url(struct options *options, const char *url)
{
  const char *rest = strstr(url, "://");
  size_t scheme = rest == NULL ? 0 : (size_t)(rest - url);
  if (rest == NULL || (strncmp(url, "mqtt", scheme) != 0 && strncmp(url, "mqtts", scheme) != 0) || scheme < 4) {
    return "--url is mqtt://HOST:PORT or mqtts://HOST:PORT";
  }
  options->tls = scheme == 5;
  options->port = options->tls ? MQTTS_PORT : MQTT_PORT;
  rest += 3;
  size_t length = strcspn(rest, ":/");
  if (length == 0 || length >= sizeof options->host) {
    return "--url names no host";
  }
  memcpy(options->host, rest, length);
  options->host[length] = '\0';
  if (rest[length] == ':') {
    unsigned long port = strtoul(rest + length + 1, NULL, 10);
    if (port == 0 || port > UINT16_MAX) {
      return "--url has no valid port";
    }
    options->port = (uint16_t)port;
  }
  return NULL;
}

static const char *read_trigger(struct options *options, const char *name)
{
  static const char *const names[] = {"motion", "command", "schedule", "button"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (strcmp(name, names[i]) == 0 && i != PETCAM_BY_COMMAND) {
      options->trigger = (enum petcam_trigger)i;
      return NULL;
    }
  }
  return "--trigger is motion, schedule or button";
}

static const char *read_option(struct options *options, int which, const char *value)
{
  switch (which) {
  case 'u':
    return read_url(options, value);
  case 'N':
    options->name = value;
    return NULL;
  case 'c':
    options->camera = value;
    return NULL;
  case 'k':
    options->key = value;
    return NULL;
  case 'b':
    options->bursts = value;
    return NULL;
  case 'e':
    return read_number(value, 86400, &options->every_seconds) ? NULL : "--every is 0 to 86400 seconds";
  case 't':
    return read_trigger(options, value);
  case 'i':
    return read_count(value, 5000, &options->interval_ms);
  case 'n':
    return read_count(value, 1e9, &options->stop_after);
  case 'a':
    return read_count(value, 1e9, &options->arena_bytes);
  case 'S':
    options->slots = value;
    return NULL;
  case 'K':
    options->update_key = value;
    return NULL;
  case 'T':
    return read_count(value, 3600, &options->trial_seconds);
  case 's':
    return read_count(value, UINT32_MAX, &options->seed);
  case 'f':
    return faults_read(&options->faults, value);
  case 'j':
    options->json = true;
    return NULL;
  case 'h':
    options->help = true;
    return NULL;
  default:
    return "unknown option, or one without its value";
  }
}

static bool is_folder(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_hex(const char *text, size_t digits)
{
  return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

static const char *check_update(const struct options *options)
{
  if (options->slots != NULL && !is_folder(options->slots)) {
    return "--slots is a folder that exists";
  }
  if (options->update_key != NULL && !is_hex(options->update_key, UPDATE_KEY_DIGITS)) {
    return "--update-key is 128 lower-case hexadecimal digits";
  }
  return NULL;
}

static const char *check(const struct options *options)
{
  if (options->help) {
    return NULL;
  }
  if (options->host[0] == '\0' || options->camera == NULL || options->bursts == NULL) {
    return "--url, --camera and --bursts are needed";
  }
  if (!petcam_id_is_camera(options->camera, strlen(options->camera))) {
    return "--camera is 1 to 32 of a-z, 0-9 and -, and neither bridge nor hub";
  }
  if (options->key == NULL || !is_hex(options->key, KEY_DIGITS)) {
    return "the key is 64 lower-case hexadecimal digits, in PETCAM_CAMERA_KEY or --key";
  }
  if (options->arena_bytes < PETCAM_FRAME_BYTES_MAX) {
    return "--arena is at least 524288";
  }
  return check_update(options);
}

const char *options_read(struct options *options, int count, char **arguments)
{
  static const struct option names[] = {
      {"url", 1, NULL, 'u'},      {"camera", 1, NULL, 'c'},     {"key", 1, NULL, 'k'},   {"bursts", 1, NULL, 'b'},
      {"every", 1, NULL, 'e'},    {"trigger", 1, NULL, 't'},    {"faults", 1, NULL, 'f'}, {"seed", 1, NULL, 's'},
      {"interval", 1, NULL, 'i'}, {"stop-after", 1, NULL, 'n'}, {"arena", 1, NULL, 'a'}, {"json", 0, NULL, 'j'},
      {"name", 1, NULL, 'N'},      {"slots", 1, NULL, 'S'},    {"update-key", 1, NULL, 'K'}, {"trial-seconds", 1, NULL, 'T'},
      {"help", 0, NULL, 'h'},     {NULL, 0, NULL, 0}};
  const char *wrong = NULL;
  int which;
  memset(options, 0, sizeof *options);
  options->every_seconds = 12;
  options->trigger = PETCAM_BY_BUTTON;
  options->arena_bytes = DEFAULT_ARENA;
  options->seed = 1;
  options->trial_seconds = DEFAULT_TRIAL_SECONDS;
  options->key = getenv("PETCAM_CAMERA_KEY");
  opterr = 0;
  while (wrong == NULL && (which = getopt_long(count, arguments, "", names, NULL)) != -1) {
    wrong = read_option(options, which, optarg);
  }
  if (wrong == NULL && optind < count) {
    return "an argument without an option";
  }
  return wrong != NULL ? wrong : check(options);
}
