import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const { app, signedIn } = await startApi(t);
const owner = await signedIn('owner');
const member = await signedIn('member');

interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  open: boolean;
}

/** Every operation of the API, as its own description lists them. */
function operations(): Operation[] {
  const { paths = {} } = app.swagger() as { paths?: Record<string, Record<string, { security?: object[] }>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase() as Operation['method'],
      path: path.replaceAll('{id}', '1'),
      open: security === undefined || security.length === 0 || Object.keys(security[0] ?? {}).length === 0,
    })),
  );
}

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

t.test('only a few routes are open to strangers', async (t) => {
  const open = operations()
    .filter((operation) => operation.open)
    .map(nameOf);
  t.strictSame(open.sort(), [
    'GET /health',
    // Checks access itself: a token of its own, or this machine.
    'GET /metrics',
    'GET /setup',
    // Shows what a link is for, to who has its token.
    'GET /shared/photos/{number}',
    'GET /trust',
    'GET /trust/petcam-hub.crt',
    'GET /trust/petcam-hub.pem',
    'POST /register',
    'POST /shared',
    'POST /token',
    // Takes a one-time code of a session.
    'POST /token/move',
    'POST /token/refresh',
  ]);
});

t.test('every other operation refuses strangers before it reads anything', async (t) => {
  const closed = operations().filter((operation) => !operation.open);
  t.ok(closed.length > 20);
  for (const operation of closed) {
    const response = await app.inject({ method: operation.method, url: operation.path, payload: '{broken' });
    t.match(response.json(), { status: 401, code: 'not-signed-in' }, nameOf(operation));
  }
});

t.test('what is for owners is refused to members', async (t) => {
  const forOwners = [
    ['GET', '/users'],
    ['DELETE', '/users/1'],
    ['GET', '/invitations'],
    ['POST', '/invitations'],
    ['DELETE', '/invitations/1'],
    ['POST', '/cameras'],
    ['PATCH', '/cameras/door'],
    ['DELETE', '/cameras/door'],
  ] as const;
  for (const [method, url] of forOwners) {
    const response = await app.inject({ method, url, headers: member.headers });
    t.match(response.json(), { status: 403, code: 'owner-only' }, `${method} ${url}`);
    t.not((await app.inject({ method, url, headers: owner.headers })).statusCode, 403);
  }
});

t.test('a token of a user who is not that of the session opens nothing', async (t) => {
  const claims = { iat: 0, exp: 9_999_999_999 };
  const forged = [
    { ...claims, sub: '99', sid: owner.sessionId },
    { ...claims, sub: String(owner.user.id), sid: member.sessionId },
    { ...claims, sub: String(owner.user.id), sid: 99 },
  ];
  for (const payload of forged) {
    const headers = { authorization: `Bearer ${app.jwt.sign(payload)}` };
    t.equal((await app.inject({ url: '/me', headers })).statusCode, 401);
  }
});
