/* What the load generators without a client library have in common: a socket, whole reads and writes, Kafka's integers and strings. */
#include "measure.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

static inline int connect_to(const char *host, const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  inet_pton(AF_INET, host, &address.sin_addr);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect", strerror(errno));
  return fd;
}

static inline void write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written <= 0) die("write", strerror(errno));
    bytes += written;
    length -= written;
  }
}

static inline void read_all(int fd, char *bytes, size_t length) {
  while (length > 0) {
    ssize_t got = read(fd, bytes, length);
    if (got <= 0) die("read", got == 0 ? "the connection was closed" : strerror(errno));
    bytes += got;
    length -= got;
  }
}

static inline char *put(char *at, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--) *at++ = value >> (8 * i);
  return at;
}

static inline char *put_text(char *at, const char *text) {
  at = put(at, strlen(text), 2);
  memcpy(at, text, strlen(text));
  return at + strlen(text);
}

/* Sign-extended, as all of Kafka's integers are. */
static inline int64_t get(const char *at, int bytes) {
  int64_t value = (signed char)*at;
  for (int i = 1; i < bytes; i++) value = value << 8 | (unsigned char)at[i];
  return value;
}
