const WIDTH = 30;

/** Where progress is drawn; a terminal, or a file or journal that wants whole lines. */
export interface ProgressScreen {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Shows how far something is: a bar that is drawn over itself on a terminal, a line every ten percent elsewhere.
 * Call `done` once at the end.
 */
export function progressBar(what: string, screen: ProgressScreen = process.stderr) {
  let shown = -1;

  function show(part: number): void {
    const percent = Math.floor(Math.min(Math.max(part, 0), 1) * 100);
    const step = screen.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === shown) return;
    shown = step;
    if (!screen.isTTY) return void screen.write(`${what} ${step} %\n`);
    const full = Math.round((percent / 100) * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    screen.write(`\r${what}  ${bar} ${String(percent).padStart(3)} %`);
  }

  return { show, done: () => void (screen.isTTY && shown >= 0 && screen.write('\n')) };
}
