import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RgbImage } from '../../src/imaging/vision/pixels.js';

/** How different two pictures look, in colour; 0 is the same, lower is better. Neither has learnt weights. */
export interface Difference {
  /** Butteraugli's 3-norm, for a screen of 80 nits. */
  butteraugli: number;
  /** SSIMULACRA 1: structure at six scales, in a perceptual colour space. */
  ssimulacra: number;
}

/** Judges how an enlargement looks beside the photo itself. */
export interface Judge {
  differences(truth: RgbImage, outs: Record<string, RgbImage>): Promise<Record<string, Difference>>;
  end(): Promise<void>;
}

const run = promisify(execFile);

/** Judges with `butteraugli_main` and `ssimulacra_main` of libjxl (Debian: libjxl-devtools). Throws where they are missing. */
export async function openJudge(): Promise<Judge> {
  const folder = await mkdtemp(path.join(tmpdir(), 'petcam-judge-'));
  const written = async (name: string, { data, width, height }: RgbImage) => {
    const file = path.join(folder, `${name}.ppm`);
    await writeFile(file, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]));
    return file;
  };
  return {
    differences: async (truth, outs) => {
      const reference = await written('truth', truth);
      const found: Record<string, Difference> = {};
      for (const [name, image] of Object.entries(outs)) {
        const file = await written('out', image);
        found[name] = {
          butteraugli: await number('butteraugli_main', [reference, file], /3-norm: ([\d.]+)/),
          ssimulacra: await number('ssimulacra_main', [reference, file], /^([\d.]+)/m),
        };
      }
      return found;
    },
    end: () => rm(folder, { recursive: true }),
  };
}

async function number(program: string, args: string[], pattern: RegExp): Promise<number> {
  const { stdout } = await run(program, args).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`${program} is missing: apt-get install libjxl-devtools`);
    throw error;
  });
  return Number(pattern.exec(stdout)?.[1]);
}
