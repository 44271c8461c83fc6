/*
 * librdkafka's mock broker as a process of its own: what a broker in C reaches that keeps a little in memory, checks nothing and writes
 * no file. Prints its bootstrap address, lives until stdin closes. Topics come into being with four partitions when somebody asks for them.
 *
 * Compiled by bench/load.ts: cc -O2 mock.c -lrdkafka
 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  char error[512];
  rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), error, sizeof error);
  rd_kafka_mock_cluster_t *cluster = rk ? rd_kafka_mock_cluster_new(rk, 1) : NULL;
  if (!cluster) {
    fprintf(stderr, "mock: %s\n", rk ? "no cluster" : error);
    return 1;
  }
  printf("%s\n", rd_kafka_mock_cluster_bootstraps(cluster));
  fflush(stdout);
  while (getchar() != EOF) continue;
  rd_kafka_mock_cluster_destroy(cluster);
  rd_kafka_destroy(rk);
  return 0;
}
