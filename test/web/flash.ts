import type { Browser, BrowserContext, Page } from 'playwright-core';
import t from 'tap';
import { newFirmwareKey } from '../../src/cameras/protocol/firmware-claim.js';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { readFlashFile } from '../../src/services/flash/image.js';
import { type ChipOptions, EspChip } from '../support/esp-chip.js';
import { firmwareFile, pair } from '../support/firmware-image.js';
import { flashFile } from '../support/flash-image.js';
import { startHub } from '../support/hub.js';
import { type PairedWith, plugInPaired, virtualCameras } from '../support/virtual-camera.js';
import {
  accessibilityFaults,
  fillIn,
  noBrowser,
  openBrowser,
  owner,
  watchFaults,
} from './fixtures/browser.js';
import { bridgeTo } from './fixtures/chip-bridge.js';
import { makeSerial, type PortInfo } from './fixtures/serial-port.js';

const UART = { usbVendorId: 0x1a86, usbProductId: 0x7523 };
const NATIVE = { usbVendorId: 0x303a, usbProductId: 0x1001 };
const computer = {
  viewport: { width: 1280, height: 860 },
  locale: 'en-GB',
  reducedMotion: 'reduce',
} as const;
type Hub = Awaited<ReturnType<typeof startHub>>;

/** Cookies of the owner of each hub, who signs up once. */
const signedUp = new Map<Hub, Awaited<ReturnType<BrowserContext['storageState']>>>();

/** A computer of the owner's, on whose USB is a board. */
async function computerWith(
  browser: Browser,
  hub: Hub,
  chip: EspChip,
  info: PortInfo = UART,
  language: 'en' | 'ko' = 'en',
) {
  const storageState = signedUp.get(hub);
  const context = await browser.newContext({ ...computer, ...(storageState && { storageState }) });
  const page = await context.newPage();
  const faults = watchFaults(page);
  const bridge = bridgeTo(chip);
  await page.exposeFunction('chipSignals', bridge.signals);
  await page.exposeFunction('chipWrite', bridge.write);
  await page.addInitScript(`{
    const make = ${makeSerial.toString()};
    const made = make({ signals: chipSignals, write: chipWrite }, ${JSON.stringify(info)});
    Object.defineProperty(navigator, 'serial', { value: made.serial, configurable: true });
    window.replug = () => made.port.replug();
  }`);
  if (!storageState) {
    await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('navigation').waitFor();
    signedUp.set(hub, await context.storageState());
    await page.evaluate((chosen) => localStorage.setItem('petcam.language', chosen), language);
  }
  await page.goto(`${hub.url}/flash`);
  return { page, faults, context };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Gives the hub a file through the page. */
const give = (page: Page, file: Uint8Array) =>
  page.getByLabel('Give a file').setInputFiles({
    name: 'camera.petcam-flash',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(file),
  });

async function choose(page: Page, name: string) {
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  await press(page, 'Connect and write');
}

const used = (options: ChipOptions = {}) =>
  new EspChip({ before: new Uint8Array(options.flashBytes ?? 0x40_0000).fill(0x5a), ...options });

/** The whole flash as it has to be. */
function expected(image: Uint8Array, size: number): Buffer {
  const flash = Buffer.alloc(size, 0x5a);
  flash.fill(0xff, 0, Math.ceil(image.length / 4096) * 4096);
  flash.set(image);
  return flash;
}

const KEY = { PETCAM_FIRMWARE_KEY: pair.publicKey };

t.test('from a bare board to its first photo, over Bluetooth', { skip: noBrowser }, async (t) => {
  const world = await virtualCameras(t, [
    { name: 'PetCam-AAAAAA', code: '11112222' },
    { name: 'PetCam-3A7F10', code: '40718235' },
  ]);
  const hub = await startHub(t, KEY, { radio: world.radio });
  const chip = used();
  const { page, faults } = await computerWith(await openBrowser(t), hub, chip);
  const sound = async (what: string) => t.same(await accessibilityFaults(page), [], what);
  const { file, image } = flashFile();

  await t.test('the owner gives the image', async (t) => {
    await heading(page, 'Which board is it?').waitFor();
    await sound('choice');
    await page.getByRole('radio', { name: /^AI-Thinker/ }).check();
    await page.getByText('The hub has no image for this board.').waitFor();
    await give(page, file);
    await page.getByText('Version 1.0.0, from your file').waitFor();
    t.equal(hub.store.flashImages().length, 1);
  });

  await t.test('the board is written, byte for byte, and says its code', async (t) => {
    await choose(page, 'AI-Thinker');
    await page.getByRole('progressbar', { name: 'Writing' }).waitFor();
    await sound('writing');
    await heading(page, 'It is a camera now').waitFor();
    t.ok(Buffer.from(chip.flash).equals(expected(image, 0x40_0000)), 'the whole flash');
    await page.getByText('4071 8235').waitFor();
    await page.getByText(/^ESP32.*24:6f:28:3a:7f:10$/).waitFor();
    await page.getByRole('img', { name: 'QR code that opens the pairing of PetCam-3A7F10' }).waitFor();
    await sound('label');
    await page.setViewportSize({ width: 390, height: 844 });
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'it fits a narrow window');
    await page.setViewportSize(computer.viewport);
  });

  await t.test('the label alone is printed', async (t) => {
    await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
    t.ok(await page.getByText('4071 8235').isVisible());
    t.notOk(await heading(page, 'It is a camera now').isVisible());
    t.notOk(await page.getByRole('link', { name: 'Cameras' }).isVisible());
    await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
  });

  await t.test('the wizard has the code, and finds the camera among others', async (t) => {
    await press(page, 'Add it over Bluetooth');
    await page.getByLabel('Name this camera').fill('Hall');
    t.equal(new URL(page.url()).hash, '#/pair', 'the code does not stay in the address');
    await press(page, 'Find camera');
    await page.getByText('PetCam-AAAAAA').waitFor();
    await page.getByText('PetCam-3A7F10').waitFor();
    t.ok(await page.getByRole('radio', { name: /^PetCam-3A7F10/ }).isChecked());
    t.equal(await page.getByLabel('Pairing code').inputValue(), '4071 8235');
    await press(page, 'Connect');
    await heading(page, 'Which Wi-Fi?').waitFor();
    await press(page, 'Cancel');
    t.same(faults, []);
  });
});

t.test('over the cable, on a hub without Bluetooth', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, KEY);
  const chip = used();
  const { page, faults } = await computerWith(await openBrowser(t), hub, chip);
  await heading(page, 'Which board is it?').waitFor();
  await give(page, flashFile().file);
  await page.getByText('Version 1.0.0, from your file').waitFor();
  await choose(page, 'AI-Thinker');
  await press(page, 'Add it over this cable');
  await heading(page, 'Which Wi-Fi?').waitFor();
  t.same(await accessibilityFaults(page), [], 'cable');
  await page.getByLabel('Name this camera').fill('Hall');
  await page.getByLabel('Network name').fill('우리집');
  await page.getByText('Only letters without accents').waitFor();
  await page.getByLabel('Network name').fill('Our "home" \\ 2.4');
  await page.getByLabel('Wi-Fi password').fill('short');
  await page.getByText('A Wi-Fi password has 8 to 63 characters.').waitFor();
  await page.getByLabel('Wi-Fi password').fill('correct horse');
  chip.console.deaf = true;
  await press(page, 'Send it to the camera');
  await page.getByText('The camera says nothing.').waitFor();
  chip.console.deaf = false;
  await press(page, 'Send it to the camera');
  await heading(page, 'Waiting for the camera to connect…').waitFor();
  t.same(await accessibilityFaults(page), [], 'waiting');
  t.strictSame(chip.console.wifi, { ssid: 'Our "home" \\ 2.4', password: 'correct horse' });
  t.equal(hub.store.cameras().length, 1, 'the second try makes no second camera');
  plugInPaired(t, chip.console.hub as unknown as PairedWith);
  await heading(page, 'Hall is connected').waitFor();
  await page.getByRole('img', { name: 'The first photo' }).waitFor();
  t.same(faults, []);
});

t.test(
  'a board with its chip on the USB itself is paired over Bluetooth alone',
  { skip: noBrowser },
  async (t) => {
    const hub = await startHub(t, KEY);
    const options = { chip: 'esp32s3', flashBytes: 0x80_0000, nativeUsb: true, refusesStub: true } as const;
    const chip = used(options);
    const { page, faults } = await computerWith(await openBrowser(t), hub, chip, NATIVE, 'ko');
    const { file, image } = flashFile({ board: 'xiao-esp32s3', version: '1.3.0', length: 6000 });
    await page.getByLabel('파일 올리기').waitFor();
    t.same(await accessibilityFaults(page), [], 'choice');
    await page.getByLabel('파일 올리기').setInputFiles({
      name: 'xiao.petcam-flash',
      mimeType: 'application/octet-stream',
      buffer: file,
    });
    await page.getByText('버전 1.3.0, 올린 파일').waitFor();
    await press(page, '연결하고 넣기');
    await heading(page, '이제 카메라예요').waitFor();
    t.ok(
      Buffer.from(chip.flash).equals(expected(image, 0x80_0000)),
      'the whole flash, by the loader in the ROM',
    );
    await page.getByText('이 보드는 케이블로 설정할 수 없어서').waitFor();
    t.same(await accessibilityFaults(page), [], 'label');
    t.same(faults, []);
  },
);

t.test('what goes wrong is said, with what to do, and nothing is spoiled', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, KEY);
  const browser = await openBrowser(t);
  const { file, image } = flashFile();
  const { claim, signature } = readFlashFile(file, [pair.publicKey]).head;
  await hub.store.putFlashImage({ board: 'ai-thinker', claim, signature }, image);
  const untouched = (chip: EspChip) => chip.flash.every((byte) => byte === 0x5a);

  await t.test('a file that is foreign, altered or an update is refused by the hub', async (t) => {
    const { page, context } = await computerWith(browser, hub, used());
    await page.getByRole('radio', { name: /^AI-Thinker/ }).waitFor();
    const altered = Buffer.from(file);
    altered[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    const foreign = flashFile({ version: '9.0.0', privateKey: newFirmwareKey().privateKey }).file;
    for (const [bytes, said] of [
      [foreign, 'The hub doesn’t trust this firmware’s signature.'],
      [altered, 'This firmware arrived damaged.'],
      [firmwareFile({ board: 'ai-thinker' }).file, 'This isn’t camera firmware.'],
    ] as const) {
      await give(page, bytes);
      await page.getByText(said).waitFor();
    }
    t.same(await accessibilityFaults(page), [], 'refused');
    t.match(hub.store.flashImages(), [{ claim }], 'the hub keeps what it had');
    await page.getByRole('radio', { name: /^AI-Thinker/ }).check();
    await context.close();
  });

  await t.test('one that is altered on its way to the page is refused by the page', async (t) => {
    const chip = used();
    const { page, context } = await computerWith(browser, hub, chip);
    const altered = Buffer.from(file);
    altered[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    const foreign = flashFile({ privateKey: newFirmwareKey().privateKey }).file;
    for (const [body, said] of [
      [altered, 'The image is damaged.'],
      [foreign, 'The hub does not trust whoever signed this image.'],
      [flashFile({ board: 'm5stack' }).file, 'The image is for another board.'],
    ] as const) {
      await page.route('**/flash-images/ai-thinker', (route) => route.fulfill({ body }));
      await choose(page, 'AI-Thinker');
      await heading(page, said).waitFor();
      await press(page, 'Try again');
    }
    t.ok(untouched(chip));
    await context.close();
  });

  const failures: [string, EspChip, string, Partial<PortInfo>][] = [
    [
      'a wrong chip',
      used({ chip: 'esp32s3', flashBytes: 0x80_0000 }),
      'This board has another chip: ESP32-S3.',
      {},
    ],
    ['too little flash', used({ flashBytes: 0x20_0000 }), 'The memory of this board is too small: 2MB.', {}],
    ['a boot pin that nobody pulls', used({ withoutBootPin: true }), 'The board does not answer.', {}],
    ['a port in use', used(), 'The USB port is in use.', { taken: true }],
  ];
  for (const [what, chip, said, info] of failures)
    await t.test(what, async (t) => {
      const { page, context } = await computerWith(browser, hub, chip, { ...UART, ...info });
      await choose(page, 'AI-Thinker');
      await heading(page, said).waitFor();
      t.same(await accessibilityFaults(page), [], said);
      t.ok(untouched(chip));
      await press(page, 'Try again');
      await heading(page, 'Which board is it?').waitFor();
      await context.close();
    });

  await t.test('a cable that is pulled half way: plugged in again, it is written whole', async (t) => {
    const chip = used({ unpluggedAfterBlocks: 1 });
    const { page, context } = await computerWith(browser, hub, chip);
    await choose(page, 'AI-Thinker');
    await heading(page, 'The board was unplugged.').waitFor();
    t.notOk(untouched(chip), 'it is half written');
    chip.replug();
    await page.evaluate('replug()');
    await press(page, 'Try again');
    await choose(page, 'AI-Thinker');
    await heading(page, 'It is a camera now').waitFor();
    t.ok(Buffer.from(chip.flash).equals(expected(image, 0x40_0000)));
    await context.close();
  });

  await t.test('a board without the power to start is written, and read again later', async () => {
    const chip = used();
    chip.console.brownout = true;
    const { page, context } = await computerWith(browser, hub, chip);
    await choose(page, 'AI-Thinker');
    await heading(page, 'The board lacks power.').waitFor();
    chip.console.brownout = false;
    await press(page, 'Start it and read again');
    await page.getByText('4071 8235').waitFor();
    await press(page, 'Write another board');
    await heading(page, 'Which board is it?').waitFor();
    await press(page, 'Back');
    await context.close();
  });

  await t.test('a person who chooses no port stays where they are', async () => {
    const { page, context } = await computerWith(browser, hub, used(), { ...UART, refused: true });
    await choose(page, 'AI-Thinker');
    await page.getByRole('button', { name: 'Connect and write' }).waitFor();
    await page.getByRole('radio', { name: /^AI-Thinker/ }).check();
    await press(page, 'Remove your file');
    await page.getByText('The hub has no image for this board.').waitFor();
    await context.close();
  });
});

t.test('who cannot flash here is told where', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const browser = await openBrowser(t);
  const { page, context } = await computerWith(browser, hub, used());
  await page.getByText('The hub has no key to check firmware with.').waitFor();
  t.same(await accessibilityFaults(page), [], 'no key');

  const phone = await context.newPage();
  await phone.addInitScript('Reflect.deleteProperty(Navigator.prototype, "serial")');
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.goto(`${hub.url}/flash`);
  await phone.getByText('Open this page in Chrome or Edge on a computer.').waitFor();
  await phone.getByText(`${hub.url}/flash`).waitFor();
  t.same(await accessibilityFaults(phone), [], 'another browser');

  const plain = await context.newPage();
  await plain.addInitScript('Object.defineProperty(window, "isSecureContext", { value: false })');
  await plain.goto(`${hub.url}/flash`);
  await plain.getByText('Open this page by https.').waitFor();
  t.same(await accessibilityFaults(plain), [], 'no secure page');
});
