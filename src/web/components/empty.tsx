import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

/** A screen that honestly has nothing to show, and says what will change that. */
export function Empty(props: { icon: IconName; title: string; text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
