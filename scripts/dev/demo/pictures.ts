/** The animals of the demo, cut out of photos that Debian's gcompris-qt-data carries. Nothing of it is kept in the repository. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { openQtResources } from './qt-resources.js';

const PACKAGE = 'gcompris-qt-data';
const DOWNLOAD_MS = 60_000;
const FOLDER = 'gcompris/src/activities';

/** An animal without its background: PNG with alpha, and where it touches what it stands on or behind, in its pixels. */
export interface Animal {
  kind: 'cat' | 'dog';
  png: Buffer;
  width: number;
  height: number;
  /** Row of the ground under it, or of the edge that it looks over. */
  ground: number;
}

type Point = [number, number];

interface Source {
  kind: Animal['kind'];
  file: string;
  inside: string;
  /** Drawn by hand around the animal. */
  outline: Point[];
  ground: number;
}

/** German shepherd by Hans Kemperman, public domain. */
const SHEPHERD: Source = {
  kind: 'dog',
  file: 'explore_farm_animals.rcc',
  inside: `${FOLDER}/explore_farm_animals/resource/animals/dog.webp`,
  ground: 716,
  // biome-ignore format: pairs of coordinates
  outline: [
    [784, 28], [768, 55], [763, 105], [769, 130], [753, 165], [741, 185], [705, 204], [640, 209], [560, 221],
    [490, 227], [400, 253], [330, 286], [270, 323], [226, 359], [209, 400], [201, 450], [199, 500], [170, 532],
    [130, 540], [100, 520], [70, 512], [46, 525], [41, 565], [60, 592], [110, 611], [170, 611], [215, 595],
    [255, 575], [270, 580], [246, 608], [244, 632], [259, 660], [286, 695], [303, 715], [330, 726], [388, 724],
    [380, 714], [345, 708], [327, 693], [370, 687], [366, 675], [326, 667], [311, 640], [322, 605], [350, 580],
    [385, 540], [399, 500], [410, 486], [450, 472], [500, 472], [560, 478], [610, 488], [655, 492], [657, 530],
    [650, 580], [641, 625], [656, 655], [661, 688], [690, 696], [729, 689], [718, 675], [690, 668], [688, 640],
    [698, 590], [703, 600], [711, 660], [731, 685], [746, 722], [770, 727], [824, 716], [814, 705], [775, 698],
    [758, 660], [750, 620], [756, 560], [760, 490], [775, 460], [800, 435], [824, 420], [815, 385], [834, 370],
    [832, 346], [860, 325], [879, 285], [892, 240], [896, 190], [892, 150], [897, 130], [906, 95], [901, 40],
    [888, 31], [868, 56], [853, 99], [822, 99], [808, 76], [797, 46],
  ],
};

/** Kitten by GalgenTX, CC-BY-2.0; it looks over the edge of a board. */
const KITTEN: Source = {
  kind: 'cat',
  file: 'erase.rcc',
  inside: `${FOLDER}/erase/resource/kitten.webp`,
  ground: 842,
  // biome-ignore format: pairs of coordinates
  outline: [
    [663, 240], [659, 310], [671, 390], [686, 480], [701, 510], [713, 560], [706, 630], [701, 700], [682, 740],
    [664, 780], [642, 806], [646, 826], [690, 840], [802, 842], [809, 880], [821, 930], [851, 963], [900, 976],
    [944, 945], [970, 905], [977, 860], [975, 842], [1022, 842], [1029, 890], [1051, 919], [1090, 949],
    [1120, 958], [1159, 939], [1189, 900], [1196, 850], [1194, 800], [1189, 740], [1184, 680], [1198, 630],
    [1214, 570], [1229, 520], [1258, 460], [1267, 390], [1271, 300], [1269, 222], [1245, 221], [1190, 256],
    [1140, 287], [1105, 306], [1050, 292], [1000, 289], [950, 289], [900, 301], [830, 319], [780, 281],
    [730, 256], [695, 243],
  ],
};

/**
 * Fetches the package into a temporary folder and cuts the animals out.
 * @throws {Error} with a sentence, where there is no apt, no network or no such package.
 */
export async function animalsOfDebian(): Promise<Animal[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'petcam-demo-'));
  const run = promisify(execFile);
  const options = { cwd: folder, timeout: DOWNLOAD_MS };
  try {
    await run('apt-get', ['download', '-q', PACKAGE], options);
    const deb = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (!deb) throw new Error(`apt-get downloaded no ${PACKAGE}`);
    await run('dpkg-deb', ['-x', deb, 'files'], options);
    const resources = path.join(folder, 'files/usr/share/gcompris-qt/rcc');
    return await Promise.all([KITTEN, SHEPHERD].map((source) => cutOut(resources, source)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cutOut(folder: string, { kind, file, inside, outline, ground }: Source): Promise<Animal> {
  const picture = openQtResources(readFileSync(path.join(folder, file)))(inside);
  const { width, height } = await sharp(picture).metadata();
  const points = outline.map((point) => point.join(',')).join(' ');
  const mask = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><polygon points="${points}"/></svg>`;
  const soft = await sharp(Buffer.from(mask)).blur(1.6).png().toBuffer();
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  const size = { width: Math.max(...xs) + 4 - left, height: Math.max(...ys) + 4 - top };
  const whole = await sharp(picture)
    .ensureAlpha()
    .composite([{ input: soft, blend: 'dest-in' }])
    .png()
    .toBuffer();
  const png = await sharp(whole)
    .extract({ left, top, ...size })
    .png()
    .toBuffer();
  return { kind, png, ...size, ground: ground - top };
}
