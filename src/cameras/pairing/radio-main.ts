/**
 * The radio process: the only one that touches Bluetooth. It starts with a pairing, is told what to send and ends with
 * the pairing; it knows no code, no password and no key but what goes over the air encrypted.
 */
import { createBle } from './ble.js';
import { serveRadio } from './radio-service.js';

serveRadio(createBle(), process);
