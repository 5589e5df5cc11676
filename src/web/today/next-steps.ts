/** Steps that are left after the account was made, in the order in which it helps. */
export const NEXT_STEPS = ['move', 'camera', 'pets', 'notify', 'home-screen', 'backups'] as const;

/** One of the steps that make the hub complete. */
export type NextStep = (typeof NEXT_STEPS)[number];

/** Knowledge of the page about the home and of this device; null as long as it is not known. */
export interface KnownHome {
  /** Address to which the hub has moved; null where this page is at the right one, or that is not known. */
  newAddress: string | null;
  isOwner: boolean;
  cameras: number | null;
  pets: number | null;
  /** Whether this browser could be told of visits and is not yet. */
  mayNotify: boolean | null;
  /** Whether the page could be put on this home screen and is not there yet. */
  mayInstall: boolean;
  /** Whether photos are copied to somewhere else by themselves. */
  isBackedUp: boolean | null;
}

/**
 * The steps that are left, first things first. What is not known is not asked, and what was put off on this device is left
 * alone; cameras, pets and backups are an owner's to set up.
 */
export function openSteps(home: KnownHome, putOff: ReadonlySet<NextStep>): NextStep[] {
  const isOpen: Record<NextStep, boolean> = {
    move: home.newAddress !== null,
    camera: home.isOwner && home.cameras === 0,
    pets: home.isOwner && home.pets === 0,
    notify: home.mayNotify === true,
    'home-screen': home.mayInstall,
    backups: home.isOwner && home.isBackedUp === false,
  };
  return NEXT_STEPS.filter((step) => isOpen[step] && !putOff.has(step));
}
