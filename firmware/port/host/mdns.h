/* A name of the home network, asked for as the board's network stack does it (lwIP's dns.c): one question by multicast
   from a port of its own (RFC 6762, 6.7), and only an answer that repeats number and question counts. */
#ifndef HOST_MDNS_H
#define HOST_MDNS_H

#include <netinet/in.h>
#include <stdbool.h>

/* Whether a name is asked for by multicast. */
bool mdns_is_local(const char *name);

/* Writes the IPv4 address of `name` in digits. False when nobody in the network has answered for a few seconds. */
bool mdns_find(const char *name, char address[INET_ADDRSTRLEN]);

#endif
