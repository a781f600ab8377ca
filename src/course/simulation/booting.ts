/** The words that say which machine to boot, in a command and in the first line of a scenario. */
import { type BootOptions, profiles, type ProfileName } from '#kernel/index.ts'
import { configurationOf } from '#kernel/profile.ts'
import { UnknownName } from './parse.ts'
import { SimulationError } from './problem.ts'
import { parseNumber } from './values.ts'

const sizes = ['megabytes', 'kernelLine', 'cpuLine'] as const
const profileNames = Object.keys(profiles)
const settingNames = [...sizes.map((name) => `${name}=`), 'highmem']

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
  if (word === 'highmem') return { highmem: true }
  const [name = '', value = ''] = word.split('=')
  const size = sizes.find((known) => known === name)
  if (size && value !== '') return { [size]: parseNumber(value) }
  throw new UnknownName(
    `"${word}" is neither a machine nor a setting of one.`,
    word,
    bootWords,
    `Machines: ${profileNames.join(', ')}. Settings: megabytes=64, kernelLine=32, cpuLine=32, highmem.`,
  )
}

function isProfile(word: string): word is ProfileName {
  return Object.hasOwn(profiles, word)
}

/** The words for these options, the profile first: parseBoot() reads them back. */
export function bootText(options: BootOptions): string {
  const given = sizes.flatMap((name) =>
    options[name] === undefined ? [] : [`${name}=${options[name]}`],
  )
  return [options.profile ?? 'article', ...given, ...(options.highmem ? ['highmem'] : [])].join(' ')
}
