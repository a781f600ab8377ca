/** The words that say which machine to boot, in a command and in the first line of a scenario. */
import { type BootOptions, profiles, type ProfileName } from '#kernel/index.ts'
import { configurationOf } from '#kernel/profile.ts'
import { UnknownName } from './parse.ts'
import { SimulationError } from './problem.ts'
import { parseNumber } from './values.ts'

const numbers = ['megabytes', 'kernelLine', 'cpuLine', 'cpus', 'nrCpus'] as const
const switches = ['highmem', 'smp', 'preemptible', 'sleepChecks', 'slabDebug'] as const
const profileNames = Object.keys(profiles)
const settingNames = [...numbers.map((name) => `${name}=`), ...switches]

/** What may stand behind `boot`, for completion. */
export const bootWords: readonly string[] = [...profileNames, ...settingNames]

/** `article megabytes=64 highmem` → options; nothing at all is the usual machine. */
export function parseBoot(text: string): BootOptions {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const options = words.reduce<BootOptions>((known, word) => ({ ...known, ...parseWord(word) }), {})
  try {
    configurationOf(options)
  } catch (error) {
    if (error instanceof RangeError) throw new SimulationError(error.message)
    throw error
  }
  return options
}

function parseWord(word: string): BootOptions {
  if (isProfile(word)) return { profile: word }
  const setting = switches.find((known) => known === word)
  if (setting) return { [setting]: true }
  const [name = '', value = ''] = word.split('=')
  const number = numbers.find((known) => known === name)
  if (number && value !== '') return { [number]: parseNumber(value) }
  throw new UnknownName(
    `"${word}" is neither a machine nor a setting of one.`,
    word,
    bootWords,
    `Machines: ${profileNames.join(', ')}. Settings: megabytes=64, kernelLine=32, cpuLine=32, cpus=2, nrCpus=8, ${switches.join(', ')}.`,
  )
}

function isProfile(word: string): word is ProfileName {
  return Object.hasOwn(profiles, word)
}

/** The words for these options, the profile first: parseBoot() reads them back. */
export function bootText(options: BootOptions): string {
  const given = numbers.flatMap((name) =>
    options[name] === undefined ? [] : [`${name}=${options[name]}`],
  )
  const on = switches.filter((name) => options[name] === true)
  return [options.profile ?? 'article', ...given, ...on].join(' ')
}
