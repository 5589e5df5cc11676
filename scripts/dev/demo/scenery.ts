/** Bursts for the cameras of the demo: composed of Debian's animals, or those of the CC0 cat that the repository has. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SAMPLE_BURSTS } from '../../../test/support/hub.js';
import type { Animal } from './pictures.js';
import { garden, hall, livingRoom, type Room, type Spot } from './rooms.js';
import { kept, lightAt, type Shot, Studio } from './scenes.js';

/** Cameras of the demo by their ids. */
export type DemoCamera = 'living-room' | 'hall' | 'garden';

/** Frames of one burst, which of them is the best, and where in it which animal is. */
export interface DemoBurst {
  frames: Buffer[];
  best: number;
  kind: Animal['kind'];
  box: { x: number; y: number; width: number; height: number };
}

/** Source of bursts. Those of one place in the same light are the same object, so that it is made once. */
export interface Scenery {
  kinds: Animal['kind'][];
  /** `hour` is the time of day, 0 to 24, and `count` the most frames, 3 to 6. */
  burst(camera: DemoCamera, number: number, hour: number, count: number): Promise<DemoBurst>;
  /** A picture in which nobody is. */
  empty(camera: DemoCamera, hour: number): Promise<Buffer>;
}

const ROOMS: Record<DemoCamera, Room> = { 'living-room': livingRoom, hall, garden };

/** From coming in to going out; the third is the one to show. */
const SHOTS: Shot[] = [
  { moved: -64, blur: 2.2, animal: true },
  { moved: -22, blur: 0.8, animal: true },
  { moved: 0, blur: 0, animal: true },
  { moved: 9, blur: 0.7, animal: true },
  { moved: 40, blur: 1.6, animal: true },
  { moved: 96, blur: 3, animal: true },
];
const BEST = 2;

/** Bursts composed of these animals. */
export function composed(animals: readonly Animal[]): Scenery {
  const studio = new Studio();
  const bursts = new Map<string, Promise<DemoBurst>>();
  const animalOf = ({ kind }: Spot) => animals.find((animal) => animal.kind === kind) as Animal;

  async function compose(room: Room, spot: Spot, hour: number, count: number): Promise<DemoBurst> {
    const animal = animalOf(spot);
    const frames = SHOTS.slice(0, count).map((shot, index) =>
      studio.photograph(room, spot, animal, shot, hour, spot.x + index),
    );
    const scale = spot.width / animal.width;
    const box = {
      x: Math.max(0, Math.round(spot.x - spot.width / 2)),
      y: Math.round(spot.y - animal.ground * scale),
      width: spot.width,
      height: Math.round(animal.height * scale),
    };
    return { frames: await Promise.all(frames), best: BEST, kind: animal.kind, box };
  }

  return {
    kinds: animals.map(({ kind }) => kind),
    burst(camera, number, hour, count) {
      const room = ROOMS[camera];
      const index = (number * 3 + (number >> 2)) % room.spots.length;
      const key = `${camera} ${index} ${JSON.stringify(lightAt(hour))} ${count}`;
      return kept(bursts, key, () => compose(room, room.spots[index] as Spot, hour, count));
    },
    empty(camera, hour) {
      const [spot] = ROOMS[camera].spots as [Spot];
      return studio.photograph(
        ROOMS[camera],
        spot,
        animalOf(spot),
        { moved: 0, blur: 0, animal: false },
        hour,
        0,
      );
    },
  };
}

/** The sample bursts of the tests, in turns. */
export function sampled(): Scenery {
  const labels = JSON.parse(readFileSync(path.join(SAMPLE_BURSTS, 'labels.json'), 'utf8')) as {
    id: string;
    best: number[];
    pet: boolean;
  }[];
  const scenes = labels.filter(({ pet }) => pet);
  const frames = (scene: string) =>
    readdirSync(path.join(SAMPLE_BURSTS, scene))
      .sort()
      .map((name) => readFileSync(path.join(SAMPLE_BURSTS, scene, name)));
  const bursts = scenes.map(({ id, best: [best = 0] }): DemoBurst => {
    return { frames: frames(id), best, kind: 'cat', box: { x: 250, y: 240, width: 340, height: 260 } };
  });
  return {
    kinds: ['cat'],
    async burst(_camera, number) {
      return bursts[number % bursts.length] as DemoBurst;
    },
    async empty() {
      return frames('nobody-home')[0] as Buffer;
    },
  };
}
