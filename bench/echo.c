/*
 * Round trips of a few bytes on one connection, one under way: what of an acknowledgement's time is the machine's.
 *
 *   echo HOST PORT ROUND_TRIPS BYTES
 *
 * Prints microseconds of one (p50, p99). The server is bench/echo-server.ts. Compiled by bench/load.ts.
 */
#include "wire.h"

int main(int argc, char **argv) {
  if (argc != 5) die("usage", "echo HOST PORT ROUND_TRIPS BYTES");
  int fd = connect_to(argv[1], argv[2]);
  long count = atol(argv[3]);
  size_t length = atol(argv[4]);
  char *bytes = calloc(length, 1);
  double *us = malloc(count * sizeof *us);
  for (long i = -1000; i < count; i++) { /* the first ones warm up the server */
    double start = now();
    write_all(fd, bytes, length);
    read_all(fd, bytes, length);
    if (i >= 0) us[i] = (now() - start) * 1e6;
  }
  qsort(us, count, sizeof *us, compare);
  printf("{\"roundTrips\":%ld,\"p50Us\":%.2f,\"p99Us\":%.2f}\n", count, us[count / 2], us[count * 99 / 100]);
  return 0;
}
