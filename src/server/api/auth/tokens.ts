import type { Accounts, SessionRow, UserRow } from '../../../store/accounts.js';
import '@fastify/jwt';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { ApiRefusal } from '../http/problems.js';
import { replacedBy, type SigningIn } from './same-device.js';
import { digest, newToken } from './secrets.js';
import { mayStay } from './sight.js';

/** Life of an access token in seconds. */
export const ACCESS_SECONDS = 15 * 60;

/** A device that is not used for this long signs in again. */
export const REFRESH_SECONDS = 60 * 24 * 60 * 60;

/** Access and refresh token that one sign-in, or one refresh of it, hands out. */
export interface Tokens {
  user: UserRow;
  access: string;
  accessSeconds: number;
  refresh: string;
  refreshSeconds: number;
}

type TokenStore = Pick<Accounts, 'createSession' | 'rotateRefresh' | 'sessionOfToken' | 'sessions' | 'user'>;

/** Hands out access tokens (JWT, HS256) and refresh tokens (random, only their SHA-256 is stored). */
export class TokenIssuer {
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #jwt: FastifyInstance['jwt'];

  constructor(store: TokenStore, clock: Clock, jwt: FastifyInstance['jwt']) {
    this.#store = store;
    this.#clock = clock;
    this.#jwt = jwt;
  }

  /**
   * Begins a session. `device` is what the person will see in the list of sessions; `shown` is the refresh token of a
   * browser that signs in again, whose session nobody could use any more.
   */
  async begin(user: UserRow, { device, address, shown }: SigningIn & { shown?: string }): Promise<Tokens> {
    const refresh = newToken();
    const shownBy = shown === undefined ? null : this.#store.sessionOfToken(digest(shown));
    const replaces = replacedBy({ device, address }, this.#store.sessions(user.id));
    const session = await this.#store.createSession({
      userId: user.id,
      refreshHash: digest(refresh),
      device,
      address,
      expiresAt: this.#refreshEnd(),
      replaces: shownBy && !shownBy.isSpent ? [...replaces, shownBy.session.id] : replaces,
    });
    return this.#tokens(user, session, refresh);
  }

  /**
   * Trades a refresh token for new tokens. A token that was traded before has been copied by somebody: the store
   * then ends the session, and both the thief and the owner have to sign in.
   * @throws {ApiRefusal} `refresh-reused`, `refresh-invalid`
   */
  async refresh(presented: string): Promise<Tokens> {
    const next = newToken();
    const rotated = await this.#store.rotateRefresh({
      presented: digest(presented),
      next: digest(next),
      expiresAt: this.#refreshEnd(),
    });
    if (rotated.outcome === 'reused')
      throw new ApiRefusal('refresh-reused', 'This token was used before, so the session has been ended.');
    const user = rotated.outcome === 'rotated' ? this.#store.user(rotated.session.userId) : null;
    if (rotated.outcome !== 'rotated' || !user || !mayStay(user, this.#clock.now()))
      throw new ApiRefusal('refresh-invalid', 'The session has ended; sign in again.');
    return this.#tokens(user, rotated.session, next);
  }

  #tokens(user: UserRow, session: SessionRow, refresh: string): Tokens {
    const iat = Math.floor(this.#clock.now() / 1000);
    const claims = { sub: String(user.id), sid: session.id, iat, exp: iat + ACCESS_SECONDS };
    return {
      user,
      access: this.#jwt.sign(claims),
      accessSeconds: ACCESS_SECONDS,
      refresh,
      refreshSeconds: REFRESH_SECONDS,
    };
  }

  #refreshEnd(): number {
    return this.#clock.now() + REFRESH_SECONDS * 1000;
  }
}
