/* What the load generators on librdkafka have in common. */
#include "measure.h"
#include <librdkafka/rdkafka.h>

#define TIMEOUT_MS 60000

static inline void set(rd_kafka_conf_t *conf, const char *key, const char *value) {
  char error[512];
  if (rd_kafka_conf_set(conf, key, value, error, sizeof error) != RD_KAFKA_CONF_OK) die(key, error);
}

/* Settings as they are given on the command line: key=value. */
static inline void set_all(rd_kafka_conf_t *conf, int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    char key[128], *value = strchr(argv[i], '=');
    if (!value) die(argv[i], "not conf=value");
    snprintf(key, sizeof key, "%.*s", (int)(value - argv[i]), argv[i]);
    set(conf, key, value + 1);
  }
}

static inline rd_kafka_t *client(rd_kafka_type_t type, rd_kafka_conf_t *conf, const char *brokers, int argc, char **argv) {
  char error[512];
  set(conf, "bootstrap.servers", brokers);
  set(conf, "socket.nagle.disable", "true");
  set_all(conf, argc, argv);
  rd_kafka_t *rk = rd_kafka_new(type, conf, error, sizeof error);
  if (!rk) die("client", error);
  return rk;
}

/* Connects, so that no run pays for it; gives the number of partitions. */
static inline int partitions_of(rd_kafka_t *rk, rd_kafka_topic_t *topic) {
  const struct rd_kafka_metadata *metadata;
  rd_kafka_resp_err_t error = rd_kafka_metadata(rk, 0, topic, &metadata, TIMEOUT_MS);
  if (error) die("metadata", rd_kafka_err2str(error));
  int count = metadata->topics[0].partition_cnt;
  rd_kafka_metadata_destroy(metadata);
  if (count == 0) die("topic", "has no partitions");
  return count;
}
