/*
 * Fetch requests without a client: one after the other on one connection, over the four partitions of a topic, up to 1 MiB of
 * each, from the start again when a partition has come to its end. Records are not looked at, only where batches end.
 *
 *   raw-fetch HOST PORT TOPIC TOTAL_BYTES
 *
 * Prints bytes and seconds (Fetch v10). Compiled by bench/load.ts.
 */
#include "wire.h"

#define PARTITIONS 4
#define PARTITION_MAX_BYTES (1 << 20)
#define RESPONSE_MAX_BYTES (8 << 20)
#define WAIT_MS 50
/* Of a batch, where what follows the length begins, and where it says how many offsets it spans. */
#define LOG_OVERHEAD_BYTES 12
#define LAST_OFFSET_DELTA 23

static size_t put_request(char *frame, const char *topic, const int64_t next[]) {
  char *at = put(put(put(frame + 4, 1, 2), 10, 2), 0, 4); /* Fetch, version, correlation id */
  at = put_text(at, "raw-fetch");
  at = put(put(put(put(at, -1, 4), WAIT_MS, 4), 1, 4), RESPONSE_MAX_BYTES, 4); /* replica, wait, from one byte on, at most */
  at = put(put(put(at, 0, 1), 0, 4), -1, 4);                                   /* read_uncommitted, no session */
  at = put(put_text(put(at, 1, 4), topic), PARTITIONS, 4);
  for (int p = 0; p < PARTITIONS; p++) { /* index, leader epoch, offset, log start, at most */
    at = put(put(put(at, p, 4), -1, 4), next[p], 8);
    at = put(put(at, -1, 8), PARTITION_MAX_BYTES, 4);
  }
  at = put(at, 0, 4); /* none to forget */
  put(frame, at - frame - 4, 4);
  return at - frame;
}

/* Goes on behind the last whole batch of each partition. */
static void follow(const char *at, const char *topic, int64_t next[]) {
  at += 4 + 4 + 2 + 4 + 4 + 2 + strlen(topic) + 4; /* correlation id, throttle, error, session, topics, its name, partitions */
  for (int i = 0; i < PARTITIONS; i++) {
    int p = get(at, 4), error = get(at + 4, 2);
    if (error) exit(fprintf(stderr, "fetch: error %d\n", error) > 0);
    int64_t high_watermark = get(at + 6, 8), aborted = get(at + 30, 4);
    at += 34 + (aborted > 0 ? aborted * 16 : 0);
    const char *batch = at + 4, *end = batch + get(at, 4);
    while (batch + LOG_OVERHEAD_BYTES <= end) {
      const char *behind = batch + LOG_OVERHEAD_BYTES + get(batch + 8, 4);
      if (behind > end) break;
      next[p] = get(batch, 8) + get(batch + LAST_OFFSET_DELTA, 4) + 1;
      batch = behind;
    }
    at = end;
    if (next[p] >= high_watermark) next[p] = 0;
  }
}

int main(int argc, char **argv) {
  if (argc != 5) die("usage", "raw-fetch HOST PORT TOPIC TOTAL_BYTES");
  int fd = connect_to(argv[1], argv[2]);
  long total = atol(argv[4]), bytes = 0, requests = 0;
  int64_t next[PARTITIONS] = {0};
  char request[1024], size[4], *response = malloc(RESPONSE_MAX_BYTES * 2);
  double start = now();
  for (; bytes < total; requests++) {
    write_all(fd, request, put_request(request, argv[3], next));
    read_all(fd, size, 4);
    long length = get(size, 4);
    if (length > RESPONSE_MAX_BYTES * 2) die("fetch", "the response is too long");
    read_all(fd, response, length);
    bytes += length;
    follow(response, argv[3], next);
  }
  double seconds = now() - start;
  printf("{\"requests\":%ld,\"bytes\":%ld,\"seconds\":%.6f}\n", requests, bytes, seconds);
  return 0;
}
