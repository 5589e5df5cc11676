/* Pairing over BLE: ESP-IDF's provisioning with security 2, and the endpoint `petcam-hub`. */
#ifndef PAIRING_H
#define PAIRING_H

/* Begins to advertise and returns. PROVISIONED comes once Wi-Fi works and the hub handed over what a connection needs,
   PAIRING whenever somebody proves the code. Hub, key and Wi-Fi from before stay until then.
   The sensor must not run: both do not fit in memory. */
void pairing_start(void);

/* Gives Bluetooth's memory to the heap, for a camera that is paired. Cannot be undone before a restart. */
void pairing_release_memory(void);

#endif
