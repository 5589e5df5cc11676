/**
 * Bursts that can be opened again for frames that come late. `final` is 1 once nothing may be added any more: the
 * camera had its time, or the photo was deleted. `told` is 1 once a close was announced that had the manifest.
 */
export const reopen = `
ALTER TABLE burst ADD COLUMN final INTEGER NOT NULL DEFAULT 0;
ALTER TABLE burst ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE burst SET final = 1 WHERE state = 'empty';
UPDATE burst SET told = 1 WHERE state <> 'open' AND manifest IS NOT NULL;
`;
