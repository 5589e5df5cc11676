/* Pairing without Bluetooth: two lines on the serial console, while the camera waits for pairing.

     wifi {"ssid":"Our home","password":"correct horse"}
     hub {"v":1,"host":"192.168.1.10","port":8883,"camera":"porch","key":"<64 hexadecimal digits>"}

   A camera that has a hub needs the first line only: hub and key stay. Whoever reaches the serial pins holds the camera, so no code is asked for. */
#ifndef CONSOLE_H
#define CONSOLE_H

/* Starts to read lines. PROVISIONED comes once both were given. */
void console_open(void);

#endif
