import { useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.js';
import { Sure } from './sure.js';

/** One thing that can be done with what is picked. */
export interface PickAction {
  icon: IconName;
  label: string;
  run: () => void;
  /** Asked before it is done. */
  ask?: { question: string; hint: string };
  isPressed?: boolean;
}

/** Name and actions of the bar, and whether anything is picked. */
export interface PickBarProps {
  label: string;
  actions: readonly PickAction[];
  /** Nothing is picked, or something is being done. */
  disabled: boolean;
}

/** Bar at the lower edge with what can be done with the photos that are picked. */
export function PickBar({ label, actions, disabled }: PickBarProps) {
  const [asking, setAsking] = useState<PickAction | null>(null);
  if (asking?.ask && !disabled) {
    const { ask, run } = asking;
    const sure = () => {
      setAsking(null);
      run();
    };
    return (
      <div class="pick-bar">
        <Sure
          ask={ask.question}
          hint={ask.hint}
          act={asking.label}
          busy={disabled}
          onSure={sure}
          onKeep={() => setAsking(null)}
        />
      </div>
    );
  }
  return (
    <div class="pick-bar" role="toolbar" aria-label={label}>
      {actions.map((action) => (
        <button
          key={action.icon}
          type="button"
          class="pick-action"
          disabled={disabled}
          {...(action.isPressed === undefined ? {} : { 'aria-pressed': action.isPressed })}
          onClick={() => (action.ask ? setAsking(action) : action.run())}
        >
          <Icon name={action.icon} className={action.isPressed ? 'filled' : ''} />
          {action.label}
        </button>
      ))}
    </div>
  );
}
