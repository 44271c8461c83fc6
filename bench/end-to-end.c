/*
 * How long a record takes from produce to the consumer that waits for it, at a fixed rate: producer and consumer in one process,
 * so that one clock times both ends. One JSON line.
 *
 *   end-to-end BROKERS TOPIC RECORDS_PER_SECOND VALUE_BYTES SECONDS [producer conf=value …]
 *
 * The first second is not counted. Compiled by bench/load.ts: cc -O2 end-to-end.c -lrdkafka -lpthread
 */
#include "load.h"
#include <pthread.h>
#include <unistd.h>

#define AT_ONCE 1024
#define WARM_UP_SECONDS 1.0

static const char *brokers, *topic_name;
static int partitions;
static double *ms, counted_from = 1e300;
static long capacity;
static volatile long got;
static volatile int is_reading, is_over;

static void *consume(void *nothing) {
  static rd_kafka_message_t *messages[AT_ONCE];
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "fetch.error.backoff.ms", "0");
  rd_kafka_t *rk = client(RD_KAFKA_CONSUMER, conf, brokers, 0, NULL);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, topic_name, NULL);
  rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
  for (int p = 0; p < partitions; p++) rd_kafka_consume_start_queue(topic, p, RD_KAFKA_OFFSET_END, queue);
  is_reading = 1;
  while (!is_over) {
    ssize_t count = rd_kafka_consume_batch_queue(queue, 1, messages, AT_ONCE);
    double at = now(), sent;
    for (ssize_t i = 0; i < count; i++) {
      if (!messages[i]->err) {
        memcpy(&sent, messages[i]->payload, sizeof sent);
        if (sent >= counted_from && got < capacity) ms[got++] = (at - sent) * 1e3;
      }
      rd_kafka_message_destroy(messages[i]);
    }
  }
  return nothing;
}

int main(int argc, char **argv) {
  if (argc < 6) die("usage", "end-to-end BROKERS TOPIC RECORDS_PER_SECOND VALUE_BYTES SECONDS [conf=value …]");
  brokers = argv[1];
  topic_name = argv[2];
  double rate = atof(argv[3]), seconds = atof(argv[5]);
  size_t value_bytes = atol(argv[4]);
  if (value_bytes < sizeof(double)) die("value", "needs room for a time");
  capacity = rate * seconds * 1.2 + AT_ONCE;
  ms = malloc(capacity * sizeof *ms);
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "acks", "1");
  set(conf, "linger.ms", "1");
  set(conf, "queue.buffering.max.messages", "1000000");
  set(conf, "queue.buffering.max.kbytes", "524288");
  rd_kafka_t *rk = client(RD_KAFKA_PRODUCER, conf, brokers, argc - 6, argv + 6);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, topic_name, NULL);
  partitions = partitions_of(rk, topic);
  pthread_t reader;
  pthread_create(&reader, NULL, consume, NULL);
  while (!is_reading) usleep(1000);
  sleep(1); /* until its first fetch waits at the broker */

  char *value = calloc(1, value_bytes);
  double start = now(), end = start + WARM_UP_SECONDS + seconds;
  long sent = 0, counted = 0;
  counted_from = start + WARM_UP_SECONDS;
  while (now() < end) {
    for (long due = (now() - start) * rate; sent < due; sent++) {
      double at = now();
      memcpy(value, &at, sizeof at);
      if (rd_kafka_produce(topic, sent % partitions, RD_KAFKA_MSG_F_COPY, value, value_bytes, NULL, 0, NULL)) break;
      counted += at >= counted_from;
    }
    rd_kafka_poll(rk, 0);
    usleep(100);
  }
  if (rd_kafka_flush(rk, TIMEOUT_MS)) die("flush", "not all records were taken");
  for (double waited = now(); got < counted && now() - waited < 10;) usleep(1000);
  is_over = 1;
  pthread_join(reader, NULL);
  if (got == 0) die("consume", "nothing came");
  qsort(ms, got, sizeof *ms, compare);
  printf("{\"sent\":%ld,\"got\":%ld,\"bytesPerSec\":%.0f,\"p50Ms\":%.3f,\"p99Ms\":%.3f}\n", counted, got,
         got * (double)value_bytes / seconds, ms[got / 2], ms[got * 99 / 100]);
  fflush(stdout);
  _Exit(0);
}
