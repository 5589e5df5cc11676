import type { Routes } from '../http/routes.js';
import { HubAddressAnswer, HubAddressState, NewHubAddress } from '../schemas/hub-address.js';

const tags = ['cameras'];
const config = { access: 'owner' } as const;

/** Outcome of telling one camera; `away`: it is told when it connects. */
export type MoveOutcome = HubAddressAnswer['cameras'][number]['outcome'];

/** Address of the hub as cameras know it. */
export interface HubAddressPort {
  state(): HubAddressState;
  /** Rejects with a Refusal `pairing-unavailable` with an external broker. */
  announce(next: string): Promise<{ camera: string; outcome: MoveOutcome }[]>;
}

/** Routes for a hub that gets another address and takes its cameras along. */
export function hubAddressRoutes(app: Routes, { hubAddress }: { hubAddress: HubAddressPort }): void {
  app.get(
    '/hub/address',
    {
      config,
      schema: { tags, summary: 'Where cameras find the hub', response: { 200: HubAddressState } },
    },
    async () => hubAddress.state(),
  );

  app.post(
    '/hub/address',
    {
      config,
      schema: {
        tags,
        summary: 'Tell the cameras at which address the hub will be; its address of now takes that back',
        body: NewHubAddress,
        response: { 200: HubAddressAnswer },
      },
    },
    async ({ body }) => {
      const cameras = await hubAddress.announce(body.host);
      return { ...hubAddress.state(), cameras };
    },
  );
}
