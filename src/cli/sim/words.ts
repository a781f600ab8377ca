/** Everything the simulator's prompt says, in English. */
import type { Note, Stop } from '#course/simulation/index.ts'
import type { CommandName } from '#course/simulation/commands.ts'

/** What each command does, in half a sentence. */
const commands: Readonly<Record<CommandName, string>> = {
  kmalloc: 'take an object of at least so many bytes; GFP_KERNEL unless flags say more',
  kcalloc: 'take n times size bytes, all zero',
  kfree: 'give back an object: p1, p1..p9, an address',
  kmem_cache_create: 'make a cache of objects of this size',
  kmem_cache_alloc: 'take an object of a cache',
  kmem_cache_free: 'give an object back to a cache',
  kmem_cache_shrink: 'return the free slabs of a cache',
  kmem_cache_destroy: 'destroy a cache that is empty',
  alloc_pages: 'take 2^order pages',
  __get_free_pages: 'take 2^order pages and ask for their address',
  free_pages: 'give back pages; the order is remembered',
  __free_pages: 'give back pages by their frame',
  irq: 'begin or end an interrupt handler',
  softirq: 'begin or end what runs as a softirq',
  interrupts: 'let interrupts come, or not',
  preempt: 'let other tasks come in between, or not; counts on a preemptible kernel',
  lock: 'take a spinlock; a new name makes one',
  unlock: 'give a spinlock back',
  schedule: 'let other tasks run, as code does that sleeps',
  cpu: 'go on on another CPU',
  tick: 'let time pass: 4s, 500ms, or so many ticks',
  reap: 'one round of the reaper, at once',
  tune: 'change the arrays of a cache, as a write to /proc/slabinfo does',
  fill: 'fill the page cache: clean pages, or dirty ones that need the file system or I/O',
  dentries: 'fill a cache of names of files, which gives them back when memory is short',
  kswapd: 'let kswapd run now',
  start: 'start a process that uses so many pages',
  exit: 'end a process: by its name or pid',
  as: 'make a call in the name of a process',
  fail: 'let the nth page allocation from now on fail; 0 takes that back',
  write: 'write a text, or 32 bits as 0x12345678, into memory',
  boot: 'boot a machine anew: article, xeon-3g, debug, megabytes=64, cpus=2, highmem',
  ksize: 'how many bytes an object really has',
  slabinfo: 'the text of /proc/slabinfo',
  buddyinfo: 'the text of /proc/buddyinfo',
  meminfo: 'the text of /proc/meminfo',
  zones: 'free pages, marks and blocks of each zone; with an order or flags, who would give',
  freelists: 'the lists of free pages, by order',
  frames: 'page frames in a row: a frame, or what a name stands for',
  reclaim: 'the memory that can be had back, and what that takes',
  tasks: 'the processes, and their scores for the OOM killer',
  context: 'where the next call is made, and what is allowed there',
  gfp: 'a mask taken apart: names or a number; alone, all masks that have a name',
  caches: 'all caches and what they hold',
  slabs: 'the slabs of a cache, object by object',
  array: "the CPU's array of a cache",
  arrays: 'the arrays of all CPUs, and the one they share',
  layout: 'a slab of a cache, byte by byte',
  read: 'a hexdump; 64 bytes unless a length is given',
  debug: 'an object with its red words, poison and last user',
  explain: 'everything that is known about an address',
  names: 'what p1, p2, … stand for',
  check: 'look for anything in the machine that must not be',
  log: "the kernel's log",
  step: 'the last call once more, one step of the kernel at a time',
  undo: 'take the last line back',
  redo: 'do again what undo took back',
  history: 'all lines that changed the machine',
  save: 'write a scenario: a text file that gives the same machine again',
  load: 'run a scenario',
  figure: 'draw what each command changed, or not',
  help: 'all commands, or one',
  quit: 'leave',
}

export const simWords = {
  commands,
  groups: {
    operations: 'What changes the machine',
    looks: 'What only looks',
    session: 'The session',
  },
  helpMore:
    'repeat 10 kmalloc 100 does a command ten times; kfree p1..p10 takes a range of names. Tab completes. # begins a comment.',
  usage: (usage: string) => `Use: ${usage}`,

  welcome: 'help shows all commands, quit leaves.',
  booted: (options: string, megabytes: number, freePages: number) =>
    `Booted: ${options}, ${megabytes} MB of memory, ${freePages} pages free.`,
  prompt: 'sim> ',
  promptIn: (where: readonly string[]) => `sim (${where.join(', ')})> `,
  where: {
    cpu: (id: number) => `CPU ${id}`,
    interrupt: 'in interrupt',
    softirq: 'in softirq',
    off: 'interrupts off',
    lock: (name: string) => `lock ${name}`,
  },
  promptStopped: 'sim (stopped)> ',
  stepPrompt: 'Enter next, b back, q done> ',

  more: (lines: number) => `… ${lines} more`,
  frame: (frame: number) => `frame ${frame}`,
  note: ({ kind, name }: Note): string =>
    ({
      'released-before': `${name} was given back before, and nothing in the kernel checks that.`,
      'same-place': `This is where ${name} was.`,
      'two-owners': `${name} has this address too and was never given back: two owners now.`,
    })[kind],
  log: (line: string) => `kernel log: ${line}`,
  stop: ({ kind, message }: Stop): string =>
    ({
      oops: `Oops. ${message}`,
      panic: `Kernel panic. ${message}`,
      hang: `This call never returns. ${message}`,
    })[kind],
  stopAdvice: {
    oops: 'The kernel found that something is wrong and broke this call off, perhaps in the middle. The machine goes on as it is; undo takes the call back.',
    panic: 'The machine has stopped. undo takes the last line back, boot starts a machine anew.',
    hang: 'The machine waits for ever. undo takes the last line back, boot starts a machine anew.',
  } satisfies Record<Stop['kind'], string>,
  also: (cache: string) => `${cache} too:`,
  zonesToo: 'Zones:',

  counted: (count: number, what: 'page' | 'object') => `${count} ${what}${count === 1 ? '' : 's'}`,
  bytes: (bytes: number) => `${bytes} bytes`,
  noNames: 'Nothing is taken yet: kmalloc 100 takes the first, and it is called p1.',
  released: 'given back',
  noProblems: 'Everything is as it must be.',
  emptyLog: "The kernel's log is empty.",
  nothingToUndo: 'There is nothing to take back.',
  undone: (line: string) => `Taken back: ${line}`,
  nothingToRedo: 'There is nothing to do again.',
  nothingToStep: 'There is no call to step through yet.',
  figures: { on: 'What a command changes is drawn.', off: 'What a command changes is not drawn.' },
  saved: (path: string, lines: number) =>
    `Saved ${lines === 1 ? '1 line' : `${lines} lines`} to ${path}.`,
  exists: (path: string) => `There is a file ${path} already, and it is not from this session.`,
  existsAdvice: 'Choose another name; nothing was written.',
  notSaved: (path: string, reason: string) => `${path} cannot be written: ${reason}.`,
  notRead: (path: string, reason: string) => `${path} cannot be read: ${reason}.`,
  tooLarge: (path: string) => `${path} is too large to be a scenario.`,
  loaded: (path: string, lines: number) =>
    `Loaded ${lines === 1 ? '1 line' : `${lines} lines`} of ${path}.`,
  inLine: (line: number, message: string) => `line ${line}: ${message}`,

  explain: {
    taken: (name: string, call: string, released: boolean) =>
      `${name}, from ${call}${released ? ', given back' : ''}`,
    inside: (offset: number, taken: string) => `byte ${offset} of ${taken}`,
    page: (physical: string, frame: number, offset: number, zone: string) =>
      `physical ${physical}: byte ${offset} of page frame ${frame}, in zone ${zone}`,
    noPage: 'No memory of the direct map is there.',
    nullPointer: 'NULL: no memory is ever there. An allocation that fails returns it.',
    object: (object: number, slab: number, cache: string, offset: number, size: number) =>
      `object ${object} of slab ${slab} of ${cache}, byte ${offset} of ${size}`,
    state: {
      'in use': 'The object is in use.',
      'in array': "The object is free, and lies in the CPU's array.",
      'in slab': 'The object is free, and lies in its slab.',
    },
    slab: (slab: number, cache: string, part: string) => `slab ${slab} of ${cache}: ${part}`,
    parts: {
      colour: 'the colour, bytes left free at its beginning',
      descriptor: 'its struct slab',
      bufctl: 'the links between its free objects',
      padding: 'padding before its first object',
      'left over': 'what is left over behind its last object',
    },
    freeBlock: (order: number, pages: number, first: number) =>
      `free: in a block of order ${order}, ${pages === 1 ? '1 page' : `${pages} pages`} from frame ${first} on`,
    parked: (list: string, cpu: number) => `free: in the ${list} list of CPU ${cpu}`,
    inArray: (cpu: number | null, above: number) => {
      const array = cpu === null ? 'the shared array' : `the array of CPU ${cpu}`
      const place = above === 0 ? 'on top' : `with ${above} above it`
      return `The object is free, and lies in ${array}, ${place}.`
    },
    reserved: {
      kernel: 'taken at boot: the kernel itself',
      mem_map: "taken at boot: mem_map, the kernel's notes on every page",
      boot: 'taken at boot',
    },
    reclaimable: (list: string, cost: string) => `a page of the ${list} list: ${cost}`,
    costs: {
      nothing: 'clean, and free as soon as somebody needs it',
      'file system': 'dirty, and its file system must be entered before it is free',
      'I/O': 'dirty, and I/O must be started before it is free',
      'disk is writing it': 'the disk writes it just now',
      'swap area': 'memory of a process, which cannot be freed without a swap area',
    },
    inUse: 'a page in use that belongs to no slab',
  },

  replay: {
    what: 'in the scenario',
    number: '',
    calls: 'calls',
    hits: 'from the array at once',
    hitsOf: (hits: number, all: number) =>
      all === 0 ? '0' : `${hits} of ${all} objects taken (${Math.round((100 * hits) / all)}%)`,
    grown: 'slabs grown',
    destroyed: 'slabs destroyed',
    failures: 'got NULL',
    stops: 'stopped by the kernel',
    left: 'lines not run',
    replaying: 'replaying',
    brokenLists:
      'There is no slabinfo: the lists of a cache lead astray. Was an object given back twice, or written to afterwards?',
  },
  stepOf: (step: number, total: number) => `step ${step} of ${total}`,
  lastStep: 'This is the last step.',
  firstStep: 'This is the first step.',
}

export type SimWords = typeof simWords
