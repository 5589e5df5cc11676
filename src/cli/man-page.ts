import { settingFields } from '../core/config/config.js';
import type { CommandWords } from './command-words.js';

/** Manual page petcam-hub(1) in roff: every command with its help, and every setting. */
export function manPage(words: readonly CommandWords[], version: string): string {
  return `${[
    `.TH PETCAM-HUB 1 "" "petcam-hub ${version}" "User Commands"`,
    '.SH NAME\npetcam-hub \\- home hub for a pet camera',
    '.SH SYNOPSIS\n.B petcam-hub\n[\\fB\\-\\-config\\fR \\fIFILE\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR]',
    DESCRIPTION,
    '.SH OPTIONS',
    tagged('\\-\\-config \\fIFILE\\fR', 'Settings as KEY=VALUE lines; the environment wins over it.'),
    tagged('\\-\\-version', 'Prints the version.'),
    tagged('\\-\\-help', 'Lists the commands, or explains one: petcam-hub COMMAND --help.'),
    '.SH COMMANDS',
    ...words.map(({ name, summary, help }) => `.SS ${roff(`${name}: ${summary}`)}\n.nf\n${roff(help)}\n.fi`),
    '.SH SETTINGS\nSettings are variables of the environment, or lines of a file.',
    ...settingFields().map(({ env, about, accepts, fallback }) =>
      tagged(env, `${about} Accepts ${accepts}. ${fallback === '' ? 'Empty' : `"${fallback}"`} unless set.`),
    ),
    FILES,
    '.SH EXIT STATUS\n0 when done, 1 when the hub or the machine is in trouble, 2 for wrong arguments.',
    '.SH SEE ALSO\n.BR systemctl (1),\n.BR journalctl (1);\n/usr/share/doc/petcam\\-hub/OPERATIONS.md',
  ].join('\n')}\n`;
}

const DESCRIPTION = `.SH DESCRIPTION
Runs and looks after the PetCam hub. Run by root, every command works as the user
.BR petcam\\-hub ,
with the settings of the service. The first ones to know are
.BR setup ,
which shows the address and a one\\-time set\\-up code, and
.BR doctor ,
which checks everything that can be wrong with an installation.`;

const FILES = `.SH FILES
.TP
.I /etc/petcam\\-hub/petcam\\-hub.env
Settings, with what each is for.
.TP
.I /var/lib/petcam\\-hub
The database with all photos, and the key file.`;

const tagged = (name: string, text: string) => `.TP\n.B ${name}\n${roff(text)}`;

/** Text in which nothing is a request or an escape of roff. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&');
}
