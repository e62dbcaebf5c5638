import { parseCommand } from '../../../rehearsal/stage/command-line';

test.each([
  ['node server.js', 'node', ['server.js']],
  ['  node   server.js  --port=1 ', 'node', ['server.js', '--port=1']],
  ['"my node" \'a b\'"c d" e\\ f', 'my node', ['a bc d', 'e f']],
  ['node -e ""', 'node', ['-e', '']],
  ["node -e 'a && b | c'", 'node', ['-e', 'a && b | c']],
])('%s needs no shell', (command, program, args) => {
  expect(parseCommand(command)).toEqual({ program, args });
});

test.each([
  'npm run build && npm start',
  'PORT=1 node x.js',
  'node $APP',
  'node "$APP"',
  'node x.js > log',
  'node *.js',
])('%s is left to the shell', (command) => {
  expect(parseCommand(command)).toEqual({ shell: command });
});

test.each([
  ['', "the command is empty; give one like 'node server.js'"],
  ['node "x', 'the command \'node "x\' has a " that is not closed'],
])('"%s" is refused', (command, message) => {
  expect(() => parseCommand(command)).toThrow(message);
});
