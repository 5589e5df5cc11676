import type { Store } from '../../src/store/contract.js';

/** Resolves when `holds` does, looked at again after each commit that announces something. */
export function untilStored(store: Pick<Store, 'onEvents'>, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      if (!holds()) return;
      stop();
      resolve();
    };
    stop = store.onEvents(() => setImmediate(look));
    look();
  });
}
