import { backupWords } from '../i18n/backups.js';
import { useWords } from '../i18n/language.js';

/** Steps at the hub by which it gets a folder for its backups. */
export function BackupSteps() {
  const { language } = useWords();
  const words = backupWords[language];
  return (
    <>
      <ol class="numbered">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="soft small">{words.otherwise}</p>
    </>
  );
}
