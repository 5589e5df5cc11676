/** A radio process that behaves as its argument says. Started by test/cameras/pairing/radio-process.ts. */
import { serveRadio } from '../../src/cameras/pairing/radio-service.js';

const [, , act] = process.argv;
const forever = new Promise<never>(() => {});
let found = (_name: string) => {};
let drop = () => {};

serveRadio(
  {
    async scan(onFound) {
      if (act === 'crash') {
        process.stderr.write('Error: out of luck\n');
        process.abort();
      }
      if (act === 'mistaken') throw new Error('nobody foresaw this');
      if (act === 'hang') await forever;
      found = (name) => onFound({ device: 'x', name, rssi: -50 });
      found('PetCam');
    },
    async connect(_device, onDrop) {
      drop = onDrop;
      return [act === 'stubborn' ? String(process.pid) : JSON.stringify(process.env)];
    },
    async exchange(_endpoint, message) {
      drop();
      return message;
    },
    disconnect: async () => {},
  },
  Object.assign(process, act === 'stubborn' ? { exit: () => {} } : {}) as typeof process,
);
