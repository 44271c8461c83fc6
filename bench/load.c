/*
 * The load of the benchmark, made by librdkafka because it is the client that keeps a broker busiest: one JSON line per run.
 *
 *   load produce BROKERS TOPIC RECORDS VALUE_BYTES [conf=value …]   as fast as the client can, keyed; until all is acknowledged
 *   load fetch   BROKERS TOPIC RECORDS             [conf=value …]   from the beginning of all partitions
 *   load ack     BROKERS TOPIC RECORDS VALUE_BYTES [conf=value …]   one record under way: from produce to acknowledgement
 *
 * Keys are of 12 bytes, values of JSON-like text. Compiled by bench/load.ts: cc -O2 load.c -lrdkafka
 */
#include "load.h"

#define KEYS 100000
#define KEY_BYTES 12
#define TEXT_BYTES (4 << 20)
#define AT_ONCE 5000

static long acknowledged, failed;

/* With delivery.report.only.error only failures come here. */
static void delivered(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
  if (!message->err) acknowledged++;
  else if (failed++ == 0) fprintf(stderr, "produce: %s\n", rd_kafka_err2str(message->err));
}

static char *make_keys(void) {
  char *keys = malloc(KEYS * KEY_BYTES + 1);
  for (int i = 0; i < KEYS; i++) snprintf(keys + i * KEY_BYTES, KEY_BYTES + 1, "user-%07ld", (i * 7919L) % KEYS);
  return keys;
}

static char *make_text(void) {
  static const char *words[] = {"order", "created", "customer", "shipped", "amount", "region", "north", "pending"};
  char *text = malloc(TEXT_BYTES + 64);
  size_t at = 0;
  srand(7);
  while (at < TEXT_BYTES) at += sprintf(text + at, "{\"%s\":\"%s\",\"v\":%d},", words[rand() & 7], words[rand() & 7], rand());
  return text;
}

static void produce_all(rd_kafka_t *rk, rd_kafka_topic_t *topic, long records, size_t value_bytes) {
  char *keys = make_keys(), *text = make_text();
  const size_t last = TEXT_BYTES - value_bytes;
  size_t at = 0;
  double start = now();
  for (long i = 0; i < records; i++) {
    while (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, 0, text + at, value_bytes, keys + (i % KEYS) * KEY_BYTES, KEY_BYTES, 0)) {
      if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) die("produce", rd_kafka_err2str(rd_kafka_last_error()));
      rd_kafka_poll(rk, 1);
    }
    if ((at += 61) > last) at = i % 61;
  }
  rd_kafka_resp_err_t error = rd_kafka_flush(rk, TIMEOUT_MS);
  double seconds = now() - start;
  if (error || failed) die("flush", error ? rd_kafka_err2str(error) : "records failed");
  printf("{\"records\":%ld,\"seconds\":%.6f}\n", records, seconds);
}

static void produce_one_by_one(rd_kafka_t *rk, rd_kafka_topic_t *topic, long records, size_t value_bytes) {
  char *keys = make_keys(), *text = make_text();
  double *us = malloc(records * sizeof *us);
  for (long i = -100; i < records; i++) { /* the first ones make connections and warm up both ends */
    long before = acknowledged;
    double start = now();
    char *key = keys + ((i + 100) % KEYS) * KEY_BYTES;
    if (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, 0, text, value_bytes, key, KEY_BYTES, 0))
      die("produce", rd_kafka_err2str(rd_kafka_last_error()));
    while (acknowledged == before && !failed) rd_kafka_poll(rk, 1000);
    if (failed) die("produce", "a record failed");
    if (i >= 0) us[i] = (now() - start) * 1e6;
  }
  qsort(us, records, sizeof *us, compare);
  printf("{\"records\":%ld,\"p50Us\":%.2f,\"p99Us\":%.2f}\n", records, us[records / 2], us[records * 99 / 100]);
}

static void fetch_all(rd_kafka_t *rk, rd_kafka_topic_t *topic, int partitions, long records) {
  static rd_kafka_message_t *messages[AT_ONCE];
  rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
  long got = 0;
  double bytes = 0, start = now();
  for (int p = 0; p < partitions; p++) rd_kafka_consume_start_queue(topic, p, RD_KAFKA_OFFSET_BEGINNING, queue);
  while (got < records) {
    ssize_t count = rd_kafka_consume_batch_queue(queue, 100, messages, AT_ONCE);
    for (ssize_t i = 0; i < count; i++) {
      if (messages[i]->err) die("consume", rd_kafka_message_errstr(messages[i]));
      bytes += messages[i]->len + messages[i]->key_len;
      rd_kafka_message_destroy(messages[i]);
    }
    if (count > 0) got += count;
    else if (now() - start > TIMEOUT_MS / 1e3) die("consume", "the records do not come");
  }
  printf("{\"records\":%ld,\"seconds\":%.6f,\"bytes\":%.0f}\n", got, now() - start, bytes);
}

int main(int argc, char **argv) {
  if (argc < 5) die("usage", "load produce|fetch|ack BROKERS TOPIC RECORDS [VALUE_BYTES] [conf=value …]");
  int fetching = argv[1][0] == 'f', one_by_one = argv[1][0] == 'a';
  long records = atol(argv[4]);
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  if (fetching) {
    set(conf, "queued.min.messages", "1000000");
    set(conf, "queued.max.messages.kbytes", "131072");
    set(conf, "fetch.wait.max.ms", "100");
  } else {
    rd_kafka_conf_set_dr_msg_cb(conf, delivered);
    set(conf, "partitioner", "murmur2");
    set(conf, "linger.ms", one_by_one ? "0" : "5");
    set(conf, "queue.buffering.max.messages", "1000000");
    set(conf, "queue.buffering.max.kbytes", "262144");
    if (!one_by_one) set(conf, "delivery.report.only.error", "true");
  }
  int options = fetching ? 5 : 6;
  rd_kafka_t *rk = client(fetching ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf, argv[2], argc - options, argv + options);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, argv[3], NULL);
  int partitions = partitions_of(rk, topic);
  if (fetching) fetch_all(rk, topic, partitions, records);
  else if (one_by_one) produce_one_by_one(rk, topic, records, atol(argv[5]));
  else produce_all(rk, topic, records, atol(argv[5]));
  fflush(stdout);
  _Exit(0);
}
