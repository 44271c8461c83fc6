/*
 * Bytes from one process to another over a socket of this machine, in writes of 256 KiB: what no broker can pass.
 *
 *   loopback TOTAL_BYTES
 *
 * Prints seconds, from accepting the connection to the last byte received. Compiled by bench/load.ts.
 */
#include "wire.h"
#include <sys/wait.h>

#define AT_ONCE (256 << 10)

static void send_all(int port, long total) {
  char text[16], *bytes = calloc(AT_ONCE, 1);
  snprintf(text, sizeof text, "%d", port);
  int fd = connect_to("127.0.0.1", text);
  for (long sent = 0; sent < total; sent += AT_ONCE) write_all(fd, bytes, AT_ONCE);
  exit(0);
}

int main(int argc, char **argv) {
  if (argc != 2) die("usage", "loopback TOTAL_BYTES");
  long total = (atol(argv[1]) + AT_ONCE - 1) / AT_ONCE * AT_ONCE, got = 0;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(server, (struct sockaddr *)&address, length) || listen(server, 1)) die("listen", strerror(errno));
  getsockname(server, (struct sockaddr *)&address, &length);
  if (fork() == 0) send_all(ntohs(address.sin_port), total);
  int fd = accept(server, NULL, NULL);
  char *bytes = malloc(AT_ONCE);
  double start = now();
  while (got < total) {
    ssize_t more = read(fd, bytes, AT_ONCE);
    if (more <= 0) die("read", more == 0 ? "the sender has stopped" : strerror(errno));
    got += more;
  }
  double seconds = now() - start;
  wait(NULL);
  printf("{\"bytes\":%ld,\"seconds\":%.6f}\n", got, seconds);
  return 0;
}
