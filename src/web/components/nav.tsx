import { ownScroll } from '../core/motion.js';
import { formatRoute, type Route } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { useIsGuest } from './guest.js';
import { Icon, type IconName } from './icon.js';

const tabs: {
  route: Route;
  icon: IconName;
  name: 'today' | 'gallery' | 'highlights' | 'cameras' | 'settings';
}[] = [
  { route: { name: 'today' }, icon: 'today', name: 'today' },
  { route: { name: 'gallery', filter: {} }, icon: 'gallery', name: 'gallery' },
  { route: { name: 'highlights' }, icon: 'highlights', name: 'highlights' },
  { route: { name: 'cameras' }, icon: 'camera', name: 'cameras' },
  { route: { name: 'settings' }, icon: 'settings', name: 'settings' },
];

/** Places that belong to a tab without being it. */
const below: Partial<Record<Route['name'], Route['name']>> = {
  bin: 'gallery',
  share: 'gallery',
  films: 'highlights',
  activity: 'highlights',
  camera: 'cameras',
  pairing: 'cameras',
};

/** The five places of the app, four for a guest; tapping the one that is open goes to its top. */
export function Nav({ current }: { current: Route['name'] }) {
  const { words } = useWords();
  const guest = useIsGuest();
  return (
    <nav class="nav" aria-label={words.app.navigation}>
      <ul>
        {tabs
          .filter(({ name }) => !guest || name !== 'highlights')
          .map(({ route, icon, name }) => (
            <li key={name}>
              <a
                href={formatRoute(route)}
                {...(name === (below[current] ?? current) ? { 'aria-current': 'page' as const } : {})}
                onClick={() => name === current && window.scrollTo({ top: 0, behavior: ownScroll() })}
              >
                <Icon name={icon} />
                {words.titles[name]}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
