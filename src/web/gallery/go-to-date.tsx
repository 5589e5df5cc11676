import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import type { DateDialogProps } from './date-dialog.js';

interface GoToDateProps extends Pick<DateDialogProps, 'months' | 'filter' | 'onGo'> {
  /** The month that the window shows when it is asked for. */
  monthNow: () => string;
}

/** Button that opens the calendar of the gallery, which is fetched then. */
export function GoToDate({ months, filter, monthNow, onGo }: GoToDateProps) {
  const { words } = useWords();
  const [Dialog, setDialog] = useState<ComponentType<DateDialogProps> | null>(null);
  const open = () =>
    void import('./date-dialog.js').then(
      ({ DateDialog }) => setDialog(() => DateDialog),
      () => showToast({ text: sayFault(new Unreachable('program'), words) }),
    );
  return (
    <>
      <button
        type="button"
        class="round-button"
        aria-label={words.gallery.goToDate}
        aria-haspopup="dialog"
        onClick={open}
      >
        <Icon name="calendar" />
      </button>
      {Dialog && (
        <Dialog
          months={months}
          filter={filter}
          month={monthNow()}
          onGo={onGo}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
