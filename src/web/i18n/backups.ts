import type { Language } from './language.js';

/** Words of the backups in the settings; they come with the settings. */
const en = {
  title: 'Backups',
  off: 'No folder is set: everything is on one disk.',
  steps: [
    'Connect a USB disk to the hub. Here it is at /mnt/usb: use the folder of yours.',
    'On the hub, run: sudo install -d -o petcam-hub -g petcam-hub -m 0700 /mnt/usb/petcam',
    'In /etc/petcam-hub/petcam-hub.env, set PETCAM_BACKUP_DIR=/mnt/usb/petcam',
    'Run: sudo systemctl restart petcam-hub. From then on a backup is made every night.',
  ],
  otherwise:
    'In a container or Home Assistant, PETCAM_BACKUP_DIR is set there. Storage of your own somewhere else is in docs/SYNC.md.',
  on: (folder: string) => `Every night, to ${folder}.`,
  none: 'None yet. The first is made tonight.',
  newest: 'Newest',
  photos: 'Photos in it',
  size: 'Size',
  count: 'Kept',
  now: 'Back up now',
  begun: 'It is being made, and is in this list when it is done.',
};

/** Shape of the words of every language. */
export type BackupWords = typeof en;

const ko: BackupWords = {
  title: '백업',
  off: '폴더가 정해지지 않았어요. 모든 것이 디스크 하나에만 있어요.',
  steps: [
    'USB 디스크를 허브에 연결하세요. 여기서는 /mnt/usb 이고, 실제 폴더로 바꿔 쓰세요.',
    '허브에서 실행하세요: sudo install -d -o petcam-hub -g petcam-hub -m 0700 /mnt/usb/petcam',
    '/etc/petcam-hub/petcam-hub.env 에 PETCAM_BACKUP_DIR=/mnt/usb/petcam 을 적으세요.',
    'sudo systemctl restart petcam-hub 를 실행하면 그때부터 매일 밤 백업해요.',
  ],
  otherwise:
    '컨테이너나 Home Assistant에서는 그쪽에서 PETCAM_BACKUP_DIR을 설정해요. 다른 곳의 내 저장소는 docs/SYNC.md에 있어요.',
  on: (folder) => `매일 밤 ${folder}에 백업해요.`,
  none: '아직 없어요. 오늘 밤에 처음 만들어요.',
  newest: '가장 최근',
  photos: '담긴 사진',
  size: '크기',
  count: '보관 중',
  now: '지금 백업',
  begun: '만들고 있어요. 다 되면 이 목록에 나와요.',
};

/** Words of the backups by language. */
export const backupWords: Record<Language, BackupWords> = { en, ko };
