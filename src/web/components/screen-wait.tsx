import { ScreenFault } from './fault.js';

/** Title of a screen that is not there yet, and why it did not come. */
export interface ScreenWaitProps {
  title: string;
  /** Null while it is on its way. */
  fault?: unknown;
  onRetry?: () => void;
}

/** A screen that is not there yet: its title stands already, for the eyes and for a screen reader. */
export function ScreenWait({ title, fault = null, onRetry = () => {} }: ScreenWaitProps) {
  if (fault !== null) return <ScreenFault title={title} thrown={fault} onRetry={onRetry} />;
  return (
    <div class="screen" aria-busy="true">
      <header class="screen-head">
        <h1 tabIndex={-1}>{title}</h1>
      </header>
    </div>
  );
}
