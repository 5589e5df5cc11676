/** Line drawings on a 24-unit square, our own. */
const drawings = {
  today: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  gallery: 'M4 5h7v7H4zM13 5h7v4h-7zM13 11h7v8h-7zM4 14h7v5H4z',
  camera: 'M4 8h3l1.6-2.5h6.8L17 8h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  highlights: 'M12 3.5l2.1 5.4 5.4 2.1-5.4 2.1L12 18.5l-2.1-5.4L4.5 11l5.4-2.1zM18.5 16.5v4M16.5 18.5h4',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  stop: 'M7 7h10v10H7z',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  heart:
    'M12 20C5 15.4 3.2 12 3.2 8.9 3.2 6.4 5.1 4.6 7.5 4.6c1.9 0 3.6 1.1 4.5 3 .9-1.9 2.6-3 4.5-3 2.4 0 4.3 1.8 4.3 4.3C20.8 12 19 15.4 12 20z',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5',
  restore: 'M4.5 6v5h5M5 11a7.5 7.5 0 1 1 1.2 6.2',
  expand: 'M4.5 9.5v-5h5M14.5 4.5h5v5M19.5 14.5v5h-5M9.5 19.5h-5v-5',
  close: 'M6 6l12 12M18 6 6 18',
  calendar: 'M4.5 6h15v13.5h-15zM4.5 10h15M8.5 3.5V7M15.5 3.5V7',
  download: 'M12 4v10.5M7.5 10.5 12 15l4.5-4.5M5 19.5h14',
  share: 'M12 14.5V4M8 7.5 12 3.5l4 4M6 11H5v9.5h14V11h-1',
  link: 'M9.5 14.5l5-5M10.5 7l2-2a4.2 4.2 0 0 1 6 6l-2 2M13.5 17l-2 2a4.2 4.2 0 0 1-6-6l2-2',
  compare: 'M12 3.5v17M8.5 6H4.5v12h4M15.5 6h4v12h-4M7.5 10 5.5 12l2 2M16.5 10l2 2-2 2',
  turnLeft: 'M4 5v5h5M4.6 10a8 8 0 1 1-.4 4.5',
  turnRight: 'M20 5v5h-5M19.4 10a8 8 0 1 0 .4 4.5',
  back: 'M14.5 5 7.5 12l7 7',
  forward: 'M9.5 5l7 7-7 7',
  details: 'M4 6h16M4 12h16M4 18h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  plus: 'M12 5v14M5 12h14',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1',
  paw: 'M12 12.5c2.8 0 5 2.6 5 4.8 0 1.7-1.3 2.4-2.7 2.1-1.5-.3-3.1-.3-4.6 0-1.4.3-2.7-.4-2.7-2.1 0-2.2 2.2-4.8 5-4.8zM6 9.5c.9 0 1.7 1 1.7 2.2S6.9 13.8 6 13.8s-1.7-1-1.7-2.1S5.1 9.5 6 9.5zM18 9.5c.9 0 1.7 1 1.7 2.2s-.8 2.1-1.7 2.1-1.7-1-1.7-2.1.8-2.2 1.7-2.2zM9.6 4.6c1 0 1.8 1.1 1.8 2.5s-.8 2.5-1.8 2.5-1.8-1.1-1.8-2.5.8-2.5 1.8-2.5zM14.4 4.6c1 0 1.8 1.1 1.8 2.5s-.8 2.5-1.8 2.5-1.8-1.1-1.8-2.5.8-2.5 1.8-2.5z',
} as const;

/** Names of the line drawings, each on a square of 24 units. */
export type IconName = keyof typeof drawings;

/** Decoration only: what carries it says in words what it means. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
