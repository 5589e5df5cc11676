import { useRef, useState } from 'preact/hooks';

/** Runs one thing at a time and keeps what went wrong. */
export function useBusy() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const running = useRef(false);
  async function run(work: () => Promise<void>): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (thrown) {
      setFault(thrown);
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { busy, fault, run };
}
