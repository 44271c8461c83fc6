/*
 * Produce requests that were made beforehand, five under way on one connection to four partitions: nothing is measured but the broker.
 *
 *   ready-made HOST PORT TOPIC BATCH_BYTES VALUE_BYTES TOTAL_BYTES
 *
 * Prints records and seconds from the first byte to the last acknowledgement (acks=1, Produce v7). Compiled by bench/load.ts.
 */
#include "wire.h"

#define PARTITIONS 4
#define UNDER_WAY 5
#define HEADER_BYTES 61

static char *put_varint(char *at, int64_t value) {
  uint64_t rest = ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
  for (; rest > 127; rest >>= 7) *at++ = rest | 128;
  *at++ = rest;
  return at;
}

static uint32_t crc32c(const unsigned char *bytes, size_t length) {
  uint32_t crc = ~0u;
  while (length--) {
    crc ^= *bytes++;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc;
}

/* A batch of keyed records, about as many bytes as asked for; gives its end. */
static char *put_batch(char *batch, size_t batch_bytes, size_t value_bytes, int *records) {
  char *at = batch + HEADER_BYTES, body[4096 * 16], *end;
  uint64_t now_ms = (uint64_t)time(NULL) * 1000;
  int count = 0;
  do {
    end = put_varint(put_varint(body + 1, 0), count);
    body[0] = 0;
    end = put_varint(end, 12);
    end += sprintf(end, "user-%07d", count * 7919 % 10000000);
    end = put_varint(end, value_bytes);
    memset(end, 'a' + count % 26, value_bytes);
    end = put_varint(end + value_bytes, 0);
    at = put_varint(at, end - body);
    memcpy(at, body, end - body);
    at += end - body;
    count++;
  } while ((size_t)(at - batch) + (end - body) + 4 < batch_bytes);
  char *h = put(put(put(batch, 0, 8), at - batch - 12, 4), -1, 4);
  *h++ = 2;
  char *crc = h;
  h = put(put(put(h + 4, 0, 2), count - 1, 4), now_ms, 8);
  put(put(put(put(put(h, now_ms, 8), -1, 8), -1, 2), -1, 4), count, 4);
  put(crc, crc32c((unsigned char *)crc + 4, at - crc - 4), 4);
  *records = count;
  return at;
}

/* Reads one response; gives its error code. */
static int answer(int fd, const char *topic) {
  char size[4], body[4096];
  read_all(fd, size, 4);
  size_t length = get(size, 4);
  if (length > sizeof body) die("produce", "the response is too long");
  read_all(fd, body, length);
  return get(body + 4 + 4 + 2 + strlen(topic) + 4 + 4, 2);
}

/* One request to each partition; a broker may need a moment to lead what was just created. */
static void warm_up(int fd, const char *topic, char *frames[], size_t length) {
  for (int p = 0, tries = 0; p < PARTITIONS;) {
    write_all(fd, frames[p], length);
    int error = answer(fd, topic);
    if (!error) p++;
    else if (++tries == 100) exit(fprintf(stderr, "error %d\n", error) > 0);
    else usleep(50000);
  }
}

int main(int argc, char **argv) {
  if (argc != 7) die("usage", "ready-made HOST PORT TOPIC BATCH_BYTES VALUE_BYTES TOTAL_BYTES");
  const char *topic = argv[3];
  size_t batch_bytes = atol(argv[4]), length = 0;
  char *frames[PARTITIONS];
  int records = 0;
  for (int p = 0; p < PARTITIONS; p++) {
    char *at = frames[p] = malloc(batch_bytes + 1024);
    at = put(put(put(at + 4, 0, 2), 7, 2), p, 4);
    at = put(put(put(put_text(at, "ready-made"), -1, 2), 1, 2), 30000, 4);
    at = put(put(put_text(put(at, 1, 4), topic), 1, 4), p, 4);
    char *end = put_batch(at + 4, batch_bytes, atol(argv[5]), &records);
    put(at, end - at - 4, 4);
    length = end - frames[p];
    put(frames[p], length - 4, 4);
  }
  int fd = connect_to(argv[1], argv[2]);
  warm_up(fd, topic, frames, length);
  long requests = atol(argv[6]) / length, answered = 0;
  double start = now();
  for (long sent = 0; answered < requests; answered++) {
    for (; sent < requests && sent - answered < UNDER_WAY; sent++) write_all(fd, frames[sent % PARTITIONS], length);
    int error = answer(fd, topic);
    if (error) exit(fprintf(stderr, "error %d\n", error) > 0);
  }
  double seconds = now() - start;
  printf("{\"records\":%ld,\"requests\":%ld,\"bytes\":%ld,\"seconds\":%.6f}\n", requests * records, requests, requests * length, seconds);
  return 0;
}
