import { useEffect, useState } from 'preact/hooks';
import type { Camera } from '../api/calls.js';
import { changeStreamSettings } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import { Bursts, Motion } from './camera-settings-fields.js';
import { changed } from './settings-change.js';
import { SettingsFrame } from './settings-frame.js';

/** Camera by address, and whether its settings may be changed. */
export interface StreamSettingsFormProps {
  camera: Camera;
  stream: NonNullable<Camera['stream']>;
  owner: boolean;
}

/** Form of what the hub does with the pictures of a camera by address: the hub keeps it, the camera may be away. */
export function StreamSettingsForm({ camera, stream: { settings }, owner }: StreamSettingsFormProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [wanted, setWanted] = useState(settings);
  const inForce = JSON.stringify(settings);
  useEffect(() => setWanted(settings), [inForce]);
  const change = changed(settings, wanted);
  const ready = owner && !busy && Object.keys(change).length > 0;
  const onChange = (part: Partial<typeof settings>) => setWanted({ ...wanted, ...part });
  const save = () =>
    void run(async () => {
      await changeStreamSettings(camera.id, change);
      await refreshCameras();
      showToast({ text: words.camera.savedHere });
    });
  return (
    <SettingsFrame owner={owner} hint={null} ready={ready} busy={busy} fault={fault} onSave={save}>
      <Bursts wanted={wanted} onChange={onChange} />
      <Motion camera={camera} wanted={wanted} can={['motionIgnore']} onChange={onChange} />
    </SettingsFrame>
  );
}
