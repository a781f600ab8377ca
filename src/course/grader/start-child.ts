/**
 * Starts the process that runs a learner's code. It takes as long to start as everything else together, so
 * `bin.cjs` calls this before it loads anything: this file must stay free of imports that cost time.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * Linking modules by hand is what `--experimental-vm-modules` allows. No limit for the heap here: the supervisor watches
 * it, and a flag that V8 sees makes Node compile its own modules anew, which takes a quarter of its start.
 */
export const CHILD_FLAGS = ['--experimental-vm-modules', '--no-warnings']

let waiting: ChildProcess | null = null

/** `folder`: where the build put the grader's runtime, an absolute path. The next `takeChild` gets this child. */
export function startChild(folder: string): void {
  if (waiting) return
  waiting = spawnChild(folder, [])
  // A command that turns out not to need it does not wait for it; the child goes when its input closes.
  waiting.unref()
  for (const pipe of waiting.stdio) if (pipe instanceof Socket) pipe.unref()
}

/** A child that waits for a request, in a process group of its own: to be ended with all it may have started. */
export function takeChild(folder: string, options: readonly string[]): ChildProcess {
  const child = waiting ?? spawnChild(folder, options)
  waiting = null
  return child
}

function spawnChild(folder: string, options: readonly string[]): ChildProcess {
  // Certificates for the network, which the child has no use for, take Node as long to read as all else at its start.
  const {
    NODE_OPTIONS: _options,
    NODE_V8_COVERAGE: _coverage,
    NODE_EXTRA_CA_CERTS: _certificates,
    ...env
  } = process.env
  return spawn(process.execPath, [...CHILD_FLAGS, `${folder}/child.cjs`, ...options], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    detached: true,
    env,
  })
}
