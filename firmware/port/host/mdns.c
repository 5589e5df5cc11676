#include "mdns.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  PORT = 5353,
  HEADER_BYTES = 12,
  TYPE_A = 1,
  CLASS_IN = 1,
  RECORD_BYTES = 10, /* type, class, time to live, length */
  LABEL_MAX = 63,
  MESSAGE_MAX = 1500,
  TRIES = 4,
  TRY_MS = 700
};

static const char group[] = "224.0.0.251";

struct message {
  uint8_t bytes[MESSAGE_MAX];
  size_t length;
};

static uint16_t number_at(const struct message *message, size_t at)
{
  return (uint16_t)((unsigned)message->bytes[at] << 8U | message->bytes[at + 1]);
}

static void put_number(struct message *message, uint16_t number)
{
  message->bytes[message->length] = (uint8_t)(number >> 8U);
  message->bytes[message->length + 1] = (uint8_t)number;
  message->length += 2;
}

bool mdns_is_local(const char *name)
{
  static const char end[] = ".local";
  size_t length = strlen(name);
  return length >= sizeof end && strcasecmp(name + length - (sizeof end - 1), end) == 0;
}

/* Asks for the A record of `name`, which has at most 255 characters. False for what is no name. */
static bool write_question(struct message *message, uint16_t id, const char *name)
{
  memset(message, 0, sizeof *message);
  put_number(message, id);
  put_number(message, 0x0100); /* recursion desired, as lwIP asks */
  put_number(message, 1);
  message->length = HEADER_BYTES;
  for (const char *label = name; *label != '\0';) {
    size_t length = strcspn(label, ".");
    if (length == 0 || length > LABEL_MAX || message->length + length + 8U > HEADER_BYTES + 256U) {
      return false;
    }
    message->bytes[message->length] = (uint8_t)length;
    memcpy(message->bytes + message->length + 1, label, length);
    message->length += length + 1;
    label += label[length] == '.' ? length + 1 : length;
  }
  message->length++;
  put_number(message, TYPE_A);
  put_number(message, CLASS_IN);
  return true;
}

/* Where the name at `at` ends; beyond the message when it does not. */
static size_t skip_name(const struct message *message, size_t at)
{
  while (at < message->length) {
    uint8_t length = message->bytes[at];
    if (length == 0) {
      return at + 1;
    }
    if (length > LABEL_MAX) {
      return at + 2; /* it goes on somewhere else */
    }
    at += length + 1U;
  }
  return MESSAGE_MAX + 1;
}

static bool repeats(const struct message *answer, const struct message *question)
{
  return answer->length > question->length && number_at(answer, 0) == number_at(question, 0) &&
         (answer->bytes[2] & 0x80U) != 0 && number_at(answer, 4) == 1 &&
         memcmp(answer->bytes + HEADER_BYTES, question->bytes + HEADER_BYTES, question->length - HEADER_BYTES) == 0;
}

/* The first address of an answer. A class with the bit of mDNS's own caches is another class to lwIP. */
static bool read_answer(const struct message *answer, const struct message *question, char address[INET_ADDRSTRLEN])
{
  if (!repeats(answer, question)) {
    return false;
  }
  size_t at = question->length;
  for (unsigned left = number_at(answer, 6); left > 0; left--) {
    at = skip_name(answer, at);
    if (at + RECORD_BYTES > answer->length) {
      return false;
    }
    size_t length = number_at(answer, at + 8);
    bool fits = number_at(answer, at) == TYPE_A && number_at(answer, at + 2) == CLASS_IN && length == 4;
    at += RECORD_BYTES;
    if (at + length > answer->length) {
      return false;
    }
    if (fits) {
      return inet_ntop(AF_INET, answer->bytes + at, address, INET_ADDRSTRLEN) != NULL;
    }
    at += length;
  }
  return false;
}

static uint64_t now_ms(void)
{
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000U + (uint64_t)time.tv_nsec / 1000000U;
}

/* Reads what comes until there is an answer, for TRY_MS. */
static bool wait_for_answer(int socket, const struct message *question, char address[INET_ADDRSTRLEN])
{
  static struct message answer;
  uint64_t until = now_ms() + TRY_MS;
  for (uint64_t now = now_ms(); now < until; now = now_ms()) {
    struct pollfd wanted = {.fd = socket, .events = POLLIN};
    if (poll(&wanted, 1, (int)(until - now)) <= 0) {
      return false;
    }
    ssize_t length = recv(socket, answer.bytes, sizeof answer.bytes, 0);
    answer.length = length < HEADER_BYTES ? 0 : (size_t)length;
    if (answer.length > 0 && read_answer(&answer, question, address)) {
      return true;
    }
  }
  return false;
}

bool mdns_find(const char *name, char address[INET_ADDRSTRLEN])
{
  struct message question;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(PORT)};
  if (inet_pton(AF_INET, group, &to.sin_addr) != 1 || !write_question(&question, (uint16_t)now_ms(), name)) {
    return false;
  }
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  if (udp < 0) {
    return false;
  }
  bool found = false;
  for (int i = 0; i < TRIES && !found; i++) {
    (void)sendto(udp, question.bytes, question.length, 0, (const struct sockaddr *)&to, sizeof to);
    found = wait_for_answer(udp, &question, address);
  }
  (void)close(udp);
  return found;
}
