import { useEffect, useRef, useState } from 'preact/hooks';
import { getPairing, type PairingStatus } from '../api/camera-calls.js';
import { isConnected, onLive } from '../api/live.js';
import { useSignal } from '../core/signal.js';
import { isOpen } from './screen.js';

/** News of a pairing can be lost to a slow phone: it looks again this often while one runs. */
const lookAgainMs = 4000;

/** The pairing as the hub tells it, null until known. `ours` once this page has seen it run. */
export function usePairing() {
  const [status, setStatus] = useState<PairingStatus | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const ours = useRef(false);
  const heard = useSignal(isConnected);
  function take(next: PairingStatus): void {
    ours.current ||= isOpen(next);
    setFault(null);
    setStatus(next);
  }
  const look = () => void getPairing().then(take, setFault);
  const running = status !== null && isOpen(status);
  useEffect(look, [heard]);
  useEffect(
    () =>
      onLive((event) => {
        if (event.type === 'pairing.changed') take(event.data);
        else if (event.type === 'reset') look();
      }),
    [],
  );
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(look, lookAgainMs);
    return () => clearInterval(timer);
  }, [running]);
  /** Begins another one: how the last one ended is forgotten. */
  const forget = () => {
    ours.current = false;
    setStatus((before) => before && { ...before });
  };
  return { status, fault, look, take, forget, ours: ours.current };
}

/** Whole seconds until the window closes, counted here from what the hub said; null when none is open. */
export function useSecondsLeft(leftMs: number | null): number | null {
  const [left, setLeft] = useState(leftMs);
  useEffect(() => {
    setLeft(leftMs);
    if (leftMs === null) return;
    const end = performance.now() + leftMs;
    const timer = setInterval(() => setLeft(Math.max(0, end - performance.now())), 500);
    return () => clearInterval(timer);
  }, [leftMs]);
  return left === null ? null : Math.ceil(left / 1000);
}
