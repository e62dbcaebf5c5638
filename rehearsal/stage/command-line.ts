/** A program and its arguments; with `shell`, the whole text for the system's shell instead. */
export type CommandLine = { readonly program: string; readonly args: readonly string[] } | { readonly shell: string };

/** What only a shell understands, outside of quotes: pipes, lists, redirections, variables, substitutions, patterns. */
const SHELL_ONLY = /[|&;<>()$`*?~]/;

/**
 * Splits a command as typed. Single and double quotes group, a backslash takes the next character as it is. A command that
 * uses more of a shell's language is left to the shell.
 *
 * @throws when it is empty, or a quote is not closed
 */
export function parseCommand(command: string): CommandLine {
  const words: string[] = [];
  let rest = command.trim();
  if (rest === '') throw new Error("the command is empty; give one like 'node server.js'");
  while (rest !== '') {
    const [word, after, bare] = firstWord(rest, command);
    if (SHELL_ONLY.test(bare) || (words.length === 0 && /^\w+=/.test(bare))) return { shell: command };
    words.push(word);
    rest = after.trimStart();
  }
  const [program = '', ...args] = words;
  return { program, args };
}

/** The first word without its quotes, what follows it, and the part of it that was not quoted. */
function firstWord(text: string, command: string): [string, string, string] {
  let [word, bare, at] = ['', '', 0];
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end < 0) throw new Error(`the command '${command}' has a ${char} that is not closed`);
      const quoted = text.slice(at + 1, end);
      if (char === '"' && /[$`\\]/.test(quoted)) bare += '$'; // in double quotes these still mean something to a shell
      word += quoted;
      at = end + 1;
    } else if (char === '\\' && at + 1 < text.length) {
      word += text.charAt(at + 1);
      at += 2;
    } else {
      word += char;
      bare += char;
      at += 1;
    }
  }
  return [word, text.slice(at), bare];
}
