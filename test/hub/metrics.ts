import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../support/folder.js';
import { startHub } from '../support/hub.js';

t.test('a hub counts what it does, for who has the token', async (t) => {
  const file = path.join(temporaryFolder(t), 'token');
  writeFileSync(file, 'of the scraper\n');
  const { url } = await startHub(t, { PETCAM_METRICS_TOKEN_FILE: file });
  const scrape = () => fetch(`${url}/metrics`, { headers: { authorization: 'Bearer of the scraper' } });
  t.match(await (await scrape()).text(), 'petcam_build_info{version="0.0.0-test"');
  t.match(await (await scrape()).text(), /petcam_certificate_expiry_timestamp_seconds \d{10}/);
  t.match(await (await scrape()).text(), 'petcam_stage_jobs_total{stage="cut"} 0');
  t.equal((await fetch(`${url}/metrics`)).status, 401);
});

t.test('a token that is missing keeps the hub from starting', async (t) => {
  const file = path.join(temporaryFolder(t), 'token');
  await t.rejects(startHub(t, { PETCAM_METRICS_TOKEN_FILE: file }), { code: 'file-missing', message: file });
  writeFileSync(file, '\n');
  await t.rejects(startHub(t, { PETCAM_METRICS_TOKEN_FILE: file }), { code: 'metrics-token' });
});
