// Ends what tests start, also when the run is killed with SIGKILL. It is a setup file of vitest, and the
// commands that start processes (fuzz, soak) import it first.
//
// A guard, which is a shell in a session of its own, gets a line for each process that starts or ends.
// When this process is gone, the guard's pipe closes, and it ends the processes that are left,
// and what they started, if they lead a process group of their own (`detached`).
import { spawn, type ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';

/** Reads lines "+ pid" and "- pid". At the end of input it asks the processes to end, then forces them. */
const GUARD = `
trap '' HUP INT TERM
pids=' '
while read -r change pid; do
  case $change in
    +) pids="$pids$pid " ;;
    -) case $pids in *" $pid "*) pids="\${pids%%" $pid "*} \${pids#*" $pid "}" ;; esac ;;
  esac
done
for pid in $pids; do kill -TERM "$pid" "-$pid"; done
for pause in 0.1 0.2 0.4 0.8 1.6; do
  alive=
  for pid in $pids; do kill -0 "$pid" || kill -0 "-$pid" && alive=yes; done
  [ "$alive" ] || exit 0
  sleep "$pause"
done
for pid in $pids; do kill -KILL "$pid" "-$pid"; done
`;

function guardProcesses(): void {
  const guard = spawn('/bin/sh', ['-c', GUARD], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Waiting for the guard would keep this process alive.
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  subscribe('child_process', (message) => {
    const { process: child } = message as { readonly process: ChildProcess };
    child.once('spawn', () => {
      guard.stdin.write(`+ ${child.pid ?? ''}\n`);
      child.once('exit', () => guard.stdin.write(`- ${child.pid ?? ''}\n`));
    });
  });
  // vitest's main process was killed.
  process.once('disconnect', () => process.exit(1));
}

const GUARDED = Symbol.for('end-with-run');

// Files that share a process share its guard.
if (!Reflect.has(globalThis, GUARDED)) {
  Reflect.set(globalThis, GUARDED, true);
  guardProcesses();
}
