/*
 * What the coordinators of a broker take, asked by librdkafka: one JSON line per run.
 *
 *   coordinator transactions BROKERS TOPIC COUNT RECORDS [conf=value …]   COUNT transactions of RECORDS records each, one after the other
 *   coordinator commits      BROKERS TOPIC COUNT         [conf=value …]   COUNT synchronous offset commits by the one consumer of a group
 *
 * Compiled by bench/load.ts: cc -O2 coordinator.c -lrdkafka
 */
#include "load.h"
#include <unistd.h>

#define VALUE_BYTES 100

static void check(const char *what, rd_kafka_error_t *error) {
  if (error) die(what, rd_kafka_error_string(error));
}

static void must(const char *what, rd_kafka_resp_err_t error) {
  if (error) die(what, rd_kafka_err2str(error));
}

/* Times in ms; the first one makes connections and the like, and is not counted. */
static void print(double *ms, long count, double seconds) {
  qsort(ms, count, sizeof *ms, compare);
  printf("{\"count\":%ld,\"seconds\":%.6f,\"p50Ms\":%.3f,\"p99Ms\":%.3f}\n", count, seconds, ms[count / 2], ms[count * 99 / 100]);
}

static void transactions(const char *brokers, const char *topic, long count, long records, int argc, char **argv) {
  char id[64], value[VALUE_BYTES];
  memset(value, 'x', sizeof value);
  snprintf(id, sizeof id, "bench-%d", getpid());
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "transactional.id", id);
  set(conf, "linger.ms", "0");
  rd_kafka_t *rk = client(RD_KAFKA_PRODUCER, conf, brokers, argc, argv);
  int partitions = partitions_of(rk, rd_kafka_topic_new(rk, topic, NULL));
  check("init", rd_kafka_init_transactions(rk, TIMEOUT_MS));
  double *ms = malloc(count * sizeof *ms), start = 0;
  for (long i = -1; i < count; i++) {
    double begun = now();
    if (i == 0) start = begun;
    check("begin", rd_kafka_begin_transaction(rk));
    for (long r = 0; r < records; r++)
      must("produce", rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(r % partitions),
                                        RD_KAFKA_V_VALUE(value, sizeof value), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END));
    check("commit", rd_kafka_commit_transaction(rk, TIMEOUT_MS));
    if (i >= 0) ms[i] = (now() - begun) * 1e3;
  }
  print(ms, count, now() - start);
}

static rd_kafka_t *member(const char *brokers, const char *group, const char *topic, int argc, char **argv) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "group.id", group);
  set(conf, "auto.offset.reset", "earliest");
  set(conf, "enable.auto.commit", "false");
  set(conf, "session.timeout.ms", "10000");
  set(conf, "heartbeat.interval.ms", "100");
  rd_kafka_t *rk = client(RD_KAFKA_CONSUMER, conf, brokers, argc, argv);
  rd_kafka_poll_set_consumer(rk);
  rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA);
  must("subscribe", rd_kafka_subscribe(rk, topics));
  rd_kafka_topic_partition_list_destroy(topics);
  return rk;
}

static int assigned(rd_kafka_t *rk) {
  rd_kafka_topic_partition_list_t *partitions = NULL;
  must("assignment", rd_kafka_assignment(rk, &partitions));
  int count = partitions->cnt;
  rd_kafka_topic_partition_list_destroy(partitions);
  return count;
}

static void until_assigned(rd_kafka_t *rk, int partitions) {
  for (double start = now(); assigned(rk) < partitions;) {
    rd_kafka_message_t *message = rd_kafka_consumer_poll(rk, 10);
    if (message) rd_kafka_message_destroy(message);
    if (now() - start > TIMEOUT_MS / 1e3) die("group", "does not settle");
  }
}

static void commits(const char *brokers, const char *topic, long count, int argc, char **argv) {
  char group[64];
  snprintf(group, sizeof group, "bench-%d", getpid());
  rd_kafka_t *rk = member(brokers, group, topic, argc, argv);
  until_assigned(rk, partitions_of(rk, rd_kafka_topic_new(rk, topic, NULL)));
  rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_t *partition = rd_kafka_topic_partition_list_add(offsets, topic, 0);
  double *ms = malloc(count * sizeof *ms), start = 0;
  for (long i = -1; i < count; i++) {
    double begun = now();
    if (i == 0) start = begun;
    partition->offset = i + 1;
    must("commit", rd_kafka_commit(rk, offsets, 0));
    if (i >= 0) ms[i] = (now() - begun) * 1e3;
  }
  print(ms, count, now() - start);
}

int main(int argc, char **argv) {
  if (argc < 5) die("usage", "coordinator transactions BROKERS TOPIC COUNT RECORDS | commits BROKERS TOPIC COUNT [conf=value …]");
  const char *brokers = argv[2], *topic = argv[3];
  long count = atol(argv[4]);
  if (argv[1][0] == 't' && argc > 5) transactions(brokers, topic, count, atol(argv[5]), argc - 6, argv + 6);
  else if (argv[1][0] == 'c') commits(brokers, topic, count, argc - 5, argv + 5);
  else die("usage", argv[1]);
  fflush(stdout);
  _Exit(0);
}
