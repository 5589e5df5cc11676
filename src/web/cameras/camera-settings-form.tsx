import { useEffect, useState } from 'preact/hooks';
import type { Camera } from '../api/calls.js';
import { type CameraSettings, changeSettings } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import { CameraSettingsFields } from './camera-settings-fields.js';
import { changed } from './settings-change.js';
import { SettingsFrame } from './settings-frame.js';

/** Camera, its settings in force, and whether they may be changed. */
export interface CameraSettingsFormProps {
  camera: Camera;
  /** In force, as the camera says. */
  settings: CameraSettings;
  owner: boolean;
}

/** Form of the camera's settings, in the words of somebody who lives with it. The camera itself keeps them. */
export function CameraSettingsForm({ camera, settings, owner }: CameraSettingsFormProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [wanted, setWanted] = useState(settings);
  const inForce = JSON.stringify(settings);
  useEffect(() => setWanted(settings), [inForce]);
  const change = changed(settings, wanted);
  const ready = owner && camera.online && !busy && Object.keys(change).length > 0;
  const save = () =>
    void run(async () => {
      setWanted(await changeSettings(camera.id, change));
      await refreshCameras();
      showToast({ text: words.camera.saved });
    });
  return (
    <SettingsFrame
      owner={owner}
      hint={camera.online ? null : words.camera.offlineHint}
      ready={ready}
      busy={busy}
      fault={fault}
      onSave={save}
    >
      <CameraSettingsFields
        camera={camera}
        wanted={wanted}
        can={camera.state?.capabilities ?? []}
        onChange={(part) => setWanted({ ...wanted, ...part })}
      />
    </SettingsFrame>
  );
}
