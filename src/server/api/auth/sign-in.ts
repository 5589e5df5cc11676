import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import type { Semaphore } from '../../../core/semaphore.js';
import type { Accounts, UserRow } from '../../../store/accounts.js';
import { clientOf } from '../http/connections.js';
import { ApiRefusal } from '../http/problems.js';
import type { Person, TokenAnswer } from '../schemas/accounts.js';
import { requireSameSite } from './access.js';
import { knownDevice, refreshCookie, setCookies } from './cookies.js';
import { passwordMatches } from './passwords.js';
import { mayStay } from './sight.js';
import type { TokenIssuer, Tokens } from './tokens.js';
import { known, strangerAt, type Tries } from './tries.js';

/** Collaborators that the routes of accounts and sessions share. */
export interface SignInParts {
  store: Accounts;
  clock: Clock;
  tokenIssuer: TokenIssuer;
  tries: Tries;
  /** Argon2 takes 19 MiB each time: a few at once. */
  hashing: Semaphore;
}

/** How a sign-in wants its tokens and what it calls its device. */
export interface SignInOptions {
  cookie?: boolean;
  device?: string;
}

/** Begins a session and answers with its tokens, or puts them into cookies when the request wants that. */
export async function signIn(
  parts: SignInParts,
  request: FastifyRequest,
  reply: FastifyReply,
  user: UserRow,
  options: SignInOptions,
): Promise<TokenAnswer> {
  const device = options.device ?? request.headers['user-agent']?.slice(0, 100) ?? 'unknown';
  const shown = options.cookie ? refreshCookie(request) : undefined;
  const tokens = await parts.tokenIssuer.begin(user, {
    device,
    address: clientOf(request.ip),
    ...(shown !== undefined && { shown }),
  });
  return handOver(request, reply, tokens, options.cookie === true);
}

/** Tokens that are cookies never reach the page's script. */
export function handOver(
  request: FastifyRequest,
  reply: FastifyReply,
  tokens: Tokens,
  cookie: boolean,
): TokenAnswer {
  const common = { expires_in: tokens.accessSeconds, user: personView(tokens.user) };
  if (!cookie)
    return { ...common, token_type: 'bearer', access_token: tokens.access, refresh_token: tokens.refresh };
  setCookies(request, reply, tokens);
  return { ...common, token_type: 'cookie' };
}

/**
 * A page that wants cookies must be ours: another site could sign its visitors in as somebody else.
 * @throws {ApiRefusal} `cross-site`
 */
export function requireOwnPage(request: FastifyRequest, options: SignInOptions): void {
  if (options.cookie) requireSameSite(request);
}

/**
 * The user with this name and password. As slow for a name nobody has.
 * @throws {Refusal} `locked-out`, `credentials-wrong`, `hub-busy`
 */
export async function authenticate(
  parts: SignInParts,
  request: FastifyRequest,
  name: string,
  password: string,
): Promise<UserRow> {
  const user = parts.store.userByName(name);
  const device = user && knownDevice(request, user.id);
  return parts.tries.count(device ? known(`device ${device}`) : strangerAt(request, name), async () => {
    const matches = await parts.hashing.run(() => passwordMatches(user?.passwordHash, password));
    if (!user || !matches) throw new ApiRefusal('credentials-wrong', 'The name or the password is wrong.');
    if (!mayStay(user, parts.clock.now()))
      throw new ApiRefusal('guest-over', 'Your time as a guest is over; an owner can give you more.');
    return user;
  });
}

/** Answer of the API about a person; the password hash stays behind. */
export function personView({ id, name, role, guest, createdAt }: UserRow): Person {
  return { id, username: name, role, guest, createdAt };
}
