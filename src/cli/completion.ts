import type { Command, CommandEntry } from './command.js';
import { type CommandWords, GLOBAL_OPTIONS, wordsOf } from './command-words.js';
import { actionOf } from './verbs.js';

const help = `petcam-hub completion <bash | zsh | fish>

Prints what completes the commands of petcam-hub, their verbs and their options in a shell. The Debian package has it
in place. Else, for one user:

  bash   petcam-hub completion bash > ~/.local/share/bash-completion/completions/petcam-hub
  zsh    petcam-hub completion zsh > "\${fpath[1]}/_petcam-hub"
  fish   petcam-hub completion fish > ~/.config/fish/completions/petcam-hub.fish`;

const shells: Record<string, (words: readonly CommandWords[]) => string> = { bash, zsh, fish };

/** Command `petcam-hub completion`: prints what completes `commands` in a shell. */
export function completionOf(commands: readonly CommandEntry[]): Command {
  return {
    help,
    verbs: () => Object.keys(shells),
    async run([shell = ''], { print }) {
      const script = actionOf(shells, shell, 'completion', help);
      print(script(await wordsOf(commands)));
    },
  };
}

const following = ({ verbs, options }: CommandWords) => [...verbs, ...options].join(' ');

function bash(words: readonly CommandWords[]): string {
  const first = [...words.map(({ name }) => name), ...GLOBAL_OPTIONS].join(' ');
  const cases = words.map((command) => `    ${command.name}) words='${following(command)}' ;;`);
  return `# bash completion of petcam-hub
_petcam_hub() {
  local index command='' words
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      --config) ((index++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[index]}; break ;;
    esac
  done
  case $command in
    '') words='${first}' ;;
${cases.join('\n')}
    *) words='' ;;
  esac
  case \${COMP_WORDS[COMP_CWORD - 1]} in --config | --key | --out | --to | --folder | --password-file) words='' ;; esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _petcam_hub petcam-hub`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function zsh(words: readonly CommandWords[]): string {
  const described = words.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = words.map((command) => `      ${command.name}) words=(${following(command)}) ;;`);
  return `#compdef petcam-hub
_petcam-hub() {
  local context state state_descr line words_after
  typeset -A opt_args
  local -a commands=(
${described.join('\n')}
  )
  _arguments -C '--config[settings as KEY=VALUE lines]:file:_files' '--help' '--version' '1:command:->command' '*::rest:->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      local -a words_after
      case $line[1] in
${cases.map((line) => line.replace('words=', 'words_after=')).join('\n')}
      esac
      compadd -- $words_after
      _files
      ;;
  esac
}
_petcam-hub "$@"`;
}

function fish(words: readonly CommandWords[]): string {
  const lines = words.flatMap(({ name, summary, verbs, options }) => [
    `complete -c petcam-hub -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
    ...verbs.map((verb) => `complete -c petcam-hub -n '__fish_seen_subcommand_from ${name}' -a ${verb}`),
    ...options.map(
      (option) => `complete -c petcam-hub -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`,
    ),
  ]);
  const global = [
    "complete -c petcam-hub -n __fish_use_subcommand -l config -r -d 'settings as KEY=VALUE lines'",
    'complete -c petcam-hub -n __fish_use_subcommand -l version',
    'complete -c petcam-hub -n __fish_use_subcommand -l help',
  ];
  return ['# fish completion of petcam-hub', ...global, ...lines].join('\n');
}

const fishQuoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
