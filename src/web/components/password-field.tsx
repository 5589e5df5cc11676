import { Field } from './field.js';

/** As the API demands. */
const SHORTEST = 10;

interface PasswordProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
}

/** The password that somebody has: the browser offers the one it keeps. */
export function CurrentPassword(props: PasswordProps) {
  return <Field {...props} type="password" autocomplete="current-password" />;
}

/** A password to be: the browser offers to make one and to keep it. */
export function NewPassword(props: PasswordProps & { hint: string }) {
  return <Field {...props} type="password" autocomplete="new-password" minLength={SHORTEST} />;
}
