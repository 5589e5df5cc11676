import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { readConfig } from '../../../src/core/config/config.js';
import { hasByteOrderMark, readSettingsFile } from '../../../src/core/config/settings-file.js';
import { temporaryFolder } from '../../support/folder.js';

function fileOf(t: Test, content: string | Buffer): string {
  const file = path.join(temporaryFolder(t), 'hub.env');
  writeFileSync(file, content);
  return file;
}

t.test('a byte order mark hides no setting', async (t) => {
  const file = fileOf(t, '\uFEFFPETCAM_HTTP_PORT=8081\r\nPETCAM_LOG_LEVEL=warn\r\n');
  t.match(readConfig(readSettingsFile(file)), { httpPort: 8081, logLevel: 'warn' });
  t.ok(hasByteOrderMark(file));
  t.notOk(hasByteOrderMark(fileOf(t, 'PETCAM_HTTP_PORT=8081')));
});

t.test('what would be passed over in silence is said', async (t) => {
  t.throws(() => readSettingsFile(fileOf(t, Buffer.from('PETCAM_HTTP_PORT=8081', 'utf16le'))), {
    code: 'config-invalid',
    message: /hub\.env is no text in UTF-8/,
  });
  for (const line of ['PETCAM_HTTP_PORT: 8081', 'PETCAM_HTTP_PORT 8081', 'export PETCAM_HTTP_PORT', 'OTHER'])
    t.throws(() => readSettingsFile(fileOf(t, `# settings\n\n${line}\n`)), {
      code: 'config-invalid',
      message: /^line 3 of \S+ is not KEY=VALUE$/,
    });
  const fine = fileOf(
    t,
    '#PETCAM_HTTP_PORT: 1\n export PETCAM_HTTP_PORT = 8081\r\n\r\nA="two\nlines"\nPETCAM_SYNC_URL="https://a=b"\n',
  );
  t.match(readSettingsFile(fine), { PETCAM_HTTP_PORT: '8081', PETCAM_SYNC_URL: 'https://a=b' });
});

t.test('a setting that is nearly one is named', async (t) => {
  for (const [typed, meant] of [
    ['PETCAM_HTTPPORT', 'PETCAM_HTTP_PORT'],
    ['petcam_http_port', 'PETCAM_HTTP_PORT'],
    ['PET_CAM_LOG_LEVEL', 'PETCAM_LOG_LEVEL'],
    ['PETCAM_MQTT_PASWORD_FILE', 'PETCAM_MQTT_PASSWORD_FILE'],
  ])
    t.throws(() => readConfig({ [String(typed)]: '1' }), {
      message: `${typed} is not a setting; did you mean "${meant}"?`,
    });
  t.throws(() => readConfig({ PETCAM_TEAPOT_SHORT_AND_STOUT: '1' }), {
    message: 'PETCAM_TEAPOT_SHORT_AND_STOUT is not a setting',
  });
  t.ok(
    readConfig({ HTTP_PORT: '1', petcat: '2', PETCAMS: '3' }),
    'what is no setting of the hub is not its business',
  );
});
