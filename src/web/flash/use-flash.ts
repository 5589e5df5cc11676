import { useEffect, useRef, useState } from 'preact/hooks';
import { type FlashBoard, readFlashImage } from '../api/flash-calls.js';
import type { PairingCode } from './console-text.js';
import { type FlashStep, writeBoard } from './flashing.js';
import type { FoundChip } from './loader.js';
import { SerialConsole } from './serial-console.js';

/** Camera that came of a bare board, with its console open. */
export interface FreshCamera extends PairingCode {
  board: FlashBoard;
  chip: FoundChip;
  console: SerialConsole;
}

/** Where the page is. `written`: the image is on the board, and only its code is missing. */
export type FlashState =
  | { at: 'choose' }
  | { at: 'work'; step: FlashStep; share: number }
  | { at: 'label'; camera: FreshCamera }
  | { at: 'failed'; thrown: unknown; written: boolean };

/** A board on its way from bare to camera. */
export function useFlash() {
  const [state, setState] = useState<FlashState>({ at: 'choose' });
  const open = useRef<SerialConsole | null>(null);
  const written = useRef<{ port: SerialPort; board: FlashBoard; chip: FoundChip } | null>(null);

  async function release(): Promise<void> {
    await open.current?.close();
    open.current = null;
  }
  useEffect(() => () => void release(), []);

  async function readCode(): Promise<void> {
    const { port, board, chip } = written.current ?? {};
    if (!port || !board || !chip) return;
    setState({ at: 'work', step: 'restart', share: 1 });
    try {
      await release();
      const console = new SerialConsole(port);
      await console.open();
      open.current = console;
      const code = await console.readCode();
      setState({ at: 'label', camera: { ...code, board, chip, console } });
    } catch (thrown) {
      setState({ at: 'failed', thrown, written: true });
    }
  }

  /** Writes the board on a port that the person chooses; nothing happens when none is chosen. */
  async function start(board: FlashBoard, keys: readonly string[]): Promise<void> {
    const port = await navigator.serial.requestPort().catch(() => null);
    if (!port) return;
    await release();
    const onStep = (step: FlashStep, share: number) => setState({ at: 'work', step, share });
    try {
      const chip = await writeBoard({ port, board, keys, read: readFlashImage, onStep });
      written.current = { port, board, chip };
    } catch (thrown) {
      setState({ at: 'failed', thrown, written: false });
      return;
    }
    await readCode();
  }

  async function again(): Promise<void> {
    await release();
    setState({ at: 'choose' });
  }

  return { state, start, readCode, again };
}
