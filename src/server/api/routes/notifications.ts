import type { Notices } from '../../../store/notices.js';
import { callerOf } from '../auth/access.js';
import { Nothing, type Routes } from '../http/routes.js';
import {
  AlertSwitches,
  AlertSwitchesChange,
  NewPushSubscription,
  Notifications,
  PushEndpoint,
  VisitRules,
  VisitRulesChange,
} from '../schemas/notifications.js';

const tags = ['notifications'];

/** Collaborators of the notification routes. */
export interface NotificationParts {
  store: Pick<Notices, 'addPushSubscription' | 'removePushSubscription'>;
  notify: {
    publicKey(): Promise<string>;
    /** @throws {Refusal} `push-service-unknown` */
    checkEndpoint(endpoint: string): Promise<void>;
    places(): string[];
    alerts(): AlertSwitches;
    setAlerts(switches: Partial<AlertSwitches>): Promise<void>;
    visits(): VisitRules;
    setOnlyWhenAway(on: boolean): Promise<void>;
  };
}

/** Browsers that are told of visits. A subscription ends with the session that made it. */
export function notificationRoutes(app: Routes, { store, notify }: NotificationParts): void {
  app.get(
    '/notifications',
    {
      schema: {
        tags,
        summary: 'How visits of a pet are told, and what else is',
        response: { 200: Notifications },
      },
    },
    async (): Promise<Notifications> => ({
      publicKey: await notify.publicKey(),
      places: notify.places() as Notifications['places'],
      alerts: notify.alerts(),
      visits: notify.visits(),
    }),
  );

  app.patch(
    '/notifications/alerts',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        summary: 'What is told beside visits',
        body: AlertSwitchesChange,
        response: { 200: AlertSwitches },
      },
    },
    async (request) => {
      await notify.setAlerts(request.body);
      return notify.alerts();
    },
  );

  app.patch(
    '/notifications/visits',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        summary: 'When visits are told',
        body: VisitRulesChange,
        response: { 200: VisitRules },
      },
    },
    async (request) => {
      await notify.setOnlyWhenAway(request.body.onlyWhenAway);
      return notify.visits();
    },
  );

  app.post(
    '/notifications/subscriptions',
    {
      schema: {
        tags,
        summary: 'Tell this browser; what `PushSubscription.toJSON()` gives',
        body: NewPushSubscription,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { endpoint, keys } = request.body;
      await notify.checkEndpoint(endpoint);
      await store.addPushSubscription(callerOf(request).sessionId, { endpoint, ...keys });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/notifications/subscriptions/end',
    {
      schema: { tags, summary: 'Tell this browser no more', body: PushEndpoint, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await store.removePushSubscription(callerOf(request).sessionId, request.body.endpoint);
      return reply.code(204).send(null);
    },
  );
}
