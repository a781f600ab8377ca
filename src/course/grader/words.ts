/** Every sentence the grader says by itself: what happened, and what to do next. */

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`

export const words = {
  missingFile: (file: string) =>
    `There is no file ${file}. Start the exercise again to get a new copy of its starter.`,
  deadLink: (file: string) =>
    `${file} is a link that leads nowhere. Move it away, and start the exercise again to get a new copy of its starter.`,
  isFolder: (file: string) =>
    `${file} is a folder, not a file. Move it away, and start the exercise again to get a new copy of its starter.`,
  noPlainFile: (file: string) =>
    `${file} is not a file that can be read to its end. Move it away, and start the exercise again to get a new copy of its starter.`,
  tooLarge: (file: string, bytes: number) =>
    `${file} has ${Math.ceil(bytes / 1e6)} million bytes, which is more than a program somebody has written. Is it the right file?`,
  unreadableFile: (file: string, reason: string) => `${file} cannot be read: ${reason}.`,
  syntaxError: (text: string) =>
    `The file is not valid TypeScript: ${text.replace(/\.$/, '')}. Correct this place and save again.`,
  forbiddenImport: (name: string) =>
    `An exercise cannot import '${name}'. It may import from 'kmalloc-course/kernel' and from files in its own folder.`,
  closedName: (name: string) =>
    `This exercise asks you to write it yourself: ${name} of 'kmalloc-course/kernel' is closed here. The task lists what is open.`,
  brokenImport: (text: string) =>
    `An import leads nowhere: ${text.replace(/^Could not resolve (".*")$/, 'there is no file $1')}. Correct the path or the name.`,
  missingExport(missing: readonly string[], present: readonly string[]): string {
    const there = present.length > 0 ? `exports ${list(present)}` : 'exports nothing'
    return `The check needs ${list(missing)}, but your file ${there}. Write 'export' in front of it, and mind its spelling.`
  },
  threwWhileLoading: (thrown: string) =>
    `Your file threw ${thrown} while it was loaded, before any check could begin.`,
  threwLoose: (thrown: string) =>
    `Outside of any check your code threw ${thrown}. A promise that nobody awaits does this: await it or return it.`,
  threw: (thrown: string) => `Your code threw ${thrown}.`,
  tooDeep:
    'Your code called itself so often that the stack was full. Look for the case in which it should stop calling itself.',
  checkCouldNotGoOn: (thrown: string) =>
    `The check could not go on with what your code gave it: ${thrown}.`,
  kernelBug: (message: string) => `The kernel found a bug and stopped: ${message}.`,
  endlessLoop:
    'Your code was still running after a second of work. Here is where it was: does a loop here ever end?',
  endlessLoopSomewhere:
    'Your code was still running after a second of work, and was stopped. Does every loop in it end?',
  neverSettled:
    'Your code gave back a promise that was never settled. Something it awaits never happens; await only what is sure to come.',
  neverSettledWhileLoading:
    'Your file awaits something that never happens, so no check could begin. Await only what is sure to come.',
  outOfMemory:
    'Your code took more and more memory and was stopped. Here is where it was: what grows and is never given back?',
  outOfMemorySomewhere:
    'Your code took more and more memory and was stopped. Look for a list or a buffer that only grows.',
  tooMuchOutput:
    'Your code printed more than a hundred thousand times and was stopped. Does the loop around the printing ever end?',
  exit: (call: string) =>
    `Your code called ${call}(), which would end the course. Return a value or throw an Error instead.`,
  crash: (reason: string) =>
    `The process your code ran in ended by itself (${reason}). Save again; if it happens again, take back the last change.`,
}
