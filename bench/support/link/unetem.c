/* unetem: a link with delay and loss between two network namespaces, in user space, for kernels without netem.
 *
 *   unetem ONE OTHER DELAY LOSS
 *
 * ONE and OTHER name the namespaces; each gets a TUN device `wan` without an address. DELAY is one way, in milliseconds;
 * LOSS is in percent of the packets each way. Prints "up" once both devices are there; they go with the process. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* The same as netem's `limit` in link.ts. */
#define MOST_PACKETS 4096
#define MOST_BYTES 2048

struct packet {
  double due;
  ssize_t length;
  char bytes[MOST_BYTES];
};

/* The packets in flight in one direction, the oldest first. The delay is constant, so that none overtakes another. */
struct direction {
  int from, to;
  unsigned first, end;
  struct packet *packets;
};

static double delay, loss;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int open_device(const char *namespace) {
  char path[256];
  snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
  int there = open(path, O_RDONLY | O_CLOEXEC);
  if (there < 0 || setns(there, CLONE_NEWNET) < 0) fail(path);
  close(there);
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_name = "wan", .ifr_flags = IFF_TUN | IFF_NO_PI};
  if (ioctl(device, TUNSETIFF, &request) < 0) fail("TUNSETIFF");
  return device;
}

static int is_empty(const struct direction *way) { return way->first == way->end; }

static struct packet *packet_at(const struct direction *way, unsigned index) {
  return &way->packets[index % MOST_PACKETS];
}

static void take_in(struct direction *way, double time) {
  char dropped[MOST_BYTES];
  for (;;) {
    int is_full = way->end - way->first == MOST_PACKETS;
    int is_lost = is_full || drand48() * 100 < loss;
    struct packet *packet = packet_at(way, way->end);
    ssize_t length = read(way->from, is_lost ? dropped : packet->bytes, MOST_BYTES);
    if (length <= 0) return;
    if (is_lost) continue;
    packet->due = time + delay;
    packet->length = length;
    way->end++;
  }
}

static void hand_over(struct direction *way, double time) {
  while (!is_empty(way) && packet_at(way, way->first)->due <= time) {
    struct packet *packet = packet_at(way, way->first++);
    if (write(way->to, packet->bytes, packet->length) < 0) continue; /* the other end is down */
  }
}

int main(int count, char **words) {
  if (count != 5) {
    fputs("unetem ONE OTHER DELAY LOSS\n", stderr);
    return 2;
  }
  int one = open_device(words[1]), other = open_device(words[2]);
  delay = atof(words[3]);
  loss = atof(words[4]);
  struct direction ways[] = {{.from = one, .to = other}, {.from = other, .to = one}};
  struct pollfd readable[] = {{one, POLLIN, 0}, {other, POLLIN, 0}};
  for (int i = 0; i < 2; i++) {
    ways[i].packets = calloc(MOST_PACKETS, sizeof *ways[i].packets);
    if (ways[i].packets == NULL) fail("calloc");
  }
  puts("up");
  fflush(stdout);

  for (;;) {
    double time = now(), wait = 50;
    for (int i = 0; i < 2; i++) {
      if (is_empty(&ways[i])) continue;
      double left = packet_at(&ways[i], ways[i].first)->due - time;
      if (left < wait) wait = left < 0 ? 0 : left;
    }
    struct timespec timeout = {0, (long)(wait * 1e6)};
    ppoll(readable, 2, &timeout, NULL);
    time = now();
    for (int i = 0; i < 2; i++) {
      take_in(&ways[i], time);
      hand_over(&ways[i], time);
    }
  }
}
