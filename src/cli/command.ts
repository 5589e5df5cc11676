import type { RadioProcessOptions } from '../cameras/pairing/radio-process.js';
import type { Config } from '../core/config/config.js';
import type { Pages } from '../server/api/http/pages.js';
import type { ServiceEnvironment } from '../services/systemd/environment.js';
import type { Keyboard } from './ask-password.js';

/** Settings, output and input that a command gets from the process, and nothing else. */
export interface CommandContext {
  /** Reads the settings; a Fault lists every fault in them. */
  config(): Config;
  version: string;
  /** Facts from the service manager that started the hub; absent in commands that need none. */
  service?: ServiceEnvironment;
  /** Settings file that `--config` names; absent without one. */
  configFile?: string;
  /** Where a person answers questions; this process's own terminal unless given. */
  keyboard?: Keyboard;
  /** The radio process of a pairing; this machine's Bluetooth unless given. */
  radio?: RadioProcessOptions;
  /** The web page that `serve` serves; the built one unless given. */
  pages?: Pages;
  /** Writes one line for people or scripts to standard output. */
  print(line: string): void;
}

/** One subcommand of `petcam-hub`, with its help. */
export interface Command {
  /** The whole text of `--help`; options are listed where they are explained. */
  help: string;
  /** Words that may follow the command's name; absent where none may. */
  verbs?(): string[];
  /**
   * @param args what follows the command's name
   * @throws {Refusal} `usage` for arguments it does not understand
   */
  run(args: string[], context: CommandContext): Promise<void>;
}

/** Command as the help, the manual and the completion of shells list it. */
export interface CommandEntry {
  name: string;
  summary: string;
  load: () => Promise<Command>;
}
