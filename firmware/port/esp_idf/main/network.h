/* Wi-Fi. */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdbool.h>

/* Brings the network stack up, without connecting. */
void network_open(void);

/* Starts Wi-Fi as a station with the network that pairing stored, without power save. Before the sensor starts: the
   current peaks of both at once are what brownouts are made of. */
void network_start(void);

/* Begins to join the network if it is not joined. `joined` is called from the event task once there is an address. */
void network_join(void (*joined)(void), void (*lost)(void));

/* Signal in dBm, or 0 while not joined. */
int network_signal(void);

/* Stores a network for the next start, as pairing over Bluetooth does. `password` may be empty for an open one. */
bool network_remember(const char *ssid, const char *password);

/* Forgets the network. */
void network_forget(void);

#endif
