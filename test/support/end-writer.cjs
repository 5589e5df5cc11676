// Preloaded into a hub: ends its writing thread, as a crash of it would, when the process gets SIGWINCH.
const { syncBuiltinESMExports } = require('node:module');
const threads = require('node:worker_threads');

threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    if (String(given[0]).includes('/store/writer.')) process.once('SIGWINCH', () => void this.terminate());
  }
};
syncBuiltinESMExports();
