// Loaded into the program's process first: it ends when the process that started it is gone, and with it
// the other end of its standard input.
process.stdin.once('close', () => process.exit(1));
process.stdin.resume();
process.stdin.unref();
