const controls = 'a[href], button:not(:disabled), summary, select:not(:disabled)';
const groups = 'section, article, form';

/**
 * A control that goes while it has the focus (a row that was deleted, a question that was answered) would leave the
 * keyboard at the top of the page. The focus goes on to what stands in its place: the next control of its group, or
 * the one before; without a group, to the heading. Fields are left out: on a phone they would open the keyboard.
 */
export function keepFocus(): void {
  let last: Element | null = null;
  document.addEventListener('focusin', ({ target }) => {
    last = target as Element;
  });
  new MutationObserver((records) => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    const lost = last;
    last = null;
    const record = records.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(lost)));
    const heir = record && heirAt(record);
    (heir ?? document.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}

/** The control that is nearest to where something was taken away, within its group. */
function heirAt({ target, previousSibling, nextSibling }: MutationRecord): HTMLElement | undefined {
  const group = (target as Element).closest(groups);
  if (!group?.isConnected) return undefined;
  const left = [...group.querySelectorAll<HTMLElement>(controls)].filter((control) =>
    control.checkVisibility(),
  );
  const isAfter = (control: Node) =>
    nextSibling?.isConnected
      ? nextSibling.contains(control) || follows(nextSibling, control)
      : follows(previousSibling ?? target, control) && !previousSibling?.contains(control);
  return left.find(isAfter) ?? left.at(-1);
}

const follows = (node: Node, other: Node): boolean =>
  (node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
