import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { temporaryFolder } from '../support/folder.js';
import { startHub } from '../support/hub.js';

t.test('a hub whose vision service is not there says so before the first photo comes', async (t) => {
  const socket = path.join(temporaryFolder(t), 'nobody');
  const { issues, url } = await startHub(t, { PETCAM_VISION_SOCKET: socket });
  while (issues().length === 0) await delay(10);
  t.match(issues(), [/no picture is looked at since .*the vision service does not answer.*systemctl/]);
  t.match(await (await fetch(`${url}/health`)).json(), { status: 'degraded' });
});
