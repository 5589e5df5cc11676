import type { Pets } from '../../../store/pets.js';
import type { RecognitionBacklog } from '../../../store/recognition.js';
import type { PetRow } from '../../../store/types.js';
import { callerOf } from '../auth/access.js';
import { prefixAt } from '../http/proxy.js';
import { Nothing, type Routes } from '../http/routes.js';
import { HouseholdPet, HouseholdPets, NewPet, PetChange } from '../schemas/pets.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['pets'];
const config = { access: 'owner' } as const;
const guest = { access: 'guest' } as const;

/** Collaborators of the routes for pets. */
export interface PetParts {
  store: Pick<Pets, 'pets' | 'addPet' | 'changePet' | 'removePet'>;
  recognition: RecognitionPort;
}

/** How far the hub has come with telling pets of one kind apart; null where it need not, or cannot. */
export interface RecognitionPort {
  progress(): RecognitionBacklog | null;
}

/** Routes for the pets of the home. Everyone may read who lives here; owners say it. */
export function petRoutes(app: Routes, { store, recognition }: PetParts): void {
  app.get(
    '/pets',
    { config: guest, schema: { tags, summary: 'Who lives here', response: { 200: HouseholdPets } } },
    async (request) => {
      const views = store.pets().map((pet) => petView(pet, prefixAt(request)));
      // The picture may be of a camera that a guest does not see.
      const isGuest = callerOf(request).user.guest !== null;
      const pets = isGuest ? views.map((pet) => ({ ...pet, picture: null })) : views;
      return { pets, recognition: recognition.progress() };
    },
  );

  app.post(
    '/pets',
    { config, schema: { tags, summary: 'Add a pet', body: NewPet, response: { 201: HouseholdPet } } },
    async (request, reply) => {
      const { name, kind, photo = null } = request.body;
      const pet = await store.addPet({ name: name.trim(), kind, photo });
      return reply.code(201).send(petView(pet, prefixAt(request)));
    },
  );

  app.patch(
    '/pets/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change the name, kind or picture of a pet',
        params: NumberedPath,
        body: PetChange,
        response: { 200: HouseholdPet },
      },
    },
    async (request) => {
      const { name, ...rest } = request.body;
      const change = { ...rest, ...(name !== undefined && { name: name.trim() }) };
      return petView(await store.changePet(request.params.id, change), prefixAt(request));
    },
  );

  app.delete(
    '/pets/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a pet; its photos stay, without its name',
        params: NumberedPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await store.removePet(params.id);
      return reply.code(204).send(null);
    },
  );
}

function petView({ picture, ...pet }: PetRow, prefix: string): HouseholdPet {
  if (picture === null) return { ...pet, picture };
  const { photo, version } = picture;
  return { ...pet, picture: { photo, thumb: `${prefix}/photos/${photo}/image?variant=thumb&v=${version}` } };
}
