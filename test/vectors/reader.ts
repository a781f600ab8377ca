/** What a reader of one format of reference files gives: records, each with what the simulator answers. */
import * as v from 'valibot'
import { boot, type Kernel } from '#kernel/index.ts'
import { Input, type Actual, type Exemption, type Json } from './compare.ts'

export type JsonObject = { readonly [key: string]: Json }

export interface VectorRecord {
  /** Which record of the file, for messages. */
  readonly name: string
  /** What kind of record it is, where a file has several: each kind is spoiled in corrupt.test.ts. */
  readonly group?: string
  /** The record as it stands in the file. */
  readonly expected: Json
  /** Why the simulator cannot answer it, or null. */
  readonly notSimulated: string | null
  /** Does what the record describes and builds a record of the same shape from what happened. */
  readonly run: () => Actual
  readonly exemption: Exemption
}

export interface Reader {
  readonly format: string
  /** The keys of the document that hold records; any other but `about` is a file of another format. */
  readonly lists: readonly string[]
  /** Why a key holds nothing that is compared. */
  readonly leftOut?: { readonly [key: string]: string }
  /** What files of this format are called. A file with such a name is read as one, whatever stands in it. */
  readonly fileName: RegExp
  /** True when the content looks like this format. */
  recognises(document: JsonObject): boolean
  records(document: JsonObject): VectorRecord[]
}

/** No field is left out. */
export const nothingExempt: Exemption = () => null

export interface Configuration {
  readonly l1: number
  readonly cache_line: number
  readonly mem_mb: number
  readonly highmem?: boolean
  /** Processors, and for how many the kernel was built; one if nothing is said. */
  readonly cpus?: number
  readonly nrCpus?: number
}

export const configurationShape = {
  l1: v.number(),
  cache_line: v.number(),
  mem_mb: v.number(),
}

/** The configuration as part of an answer: it was given, not found out. */
export function configurationInput(config: Configuration): { [key: string]: Actual } {
  return {
    l1: new Input(config.l1),
    cache_line: new Input(config.cache_line),
    mem_mb: new Input(config.mem_mb),
  }
}

/** The items of a list in a document. */
export function itemsOf(document: JsonObject, key: string): readonly Json[] {
  const list = document[key]
  return Array.isArray(list) ? list : []
}

/** The same, of texts. */
export function textsOf(document: JsonObject, key: string): readonly string[] {
  return v.parse(v.array(v.string()), itemsOf(document, key))
}

/** What a reader knows of one record of a list. */
type Answering = Pick<VectorRecord, 'name' | 'run'> &
  Partial<Pick<VectorRecord, 'notSimulated' | 'exemption'>>

export interface ListFormat<Schema extends RecordSchema> {
  readonly format: string
  readonly fileName: RegExp
  /** The one key of the document that holds records. */
  readonly list: string
  /** What every record of the list looks like. */
  readonly record: Schema
  readonly answering: (record: v.InferOutput<Schema>) => Answering
}

type RecordSchema = v.GenericSchema<unknown, object>

/** The reader of a format whose files are one list of records, each answered by itself. */
export function listReader<Schema extends RecordSchema>(given: ListFormat<Schema>): Reader {
  const { format, fileName, list, record, answering } = given
  return {
    format,
    lists: [list],
    fileName,
    recognises: (document) => v.is(record, itemsOf(document, list)[0]),
    records: (document) =>
      itemsOf(document, list).map((expected) => ({
        expected,
        notSimulated: null,
        exemption: nothingExempt,
        ...answering(v.parse(record, expected)),
      })),
  }
}

const machines = new Map<string, Kernel>()

/** A machine that was just booted. Machines are kept and reset, so this proves that a reset is as good as a boot. */
export function bootFor(configuration: Configuration): Kernel {
  const { l1, cache_line, mem_mb, highmem = false, cpus = 1, nrCpus = 1 } = configuration
  const name = [l1, cache_line, mem_mb, highmem, cpus, nrCpus].join('/')
  const known = machines.get(name)
  if (known !== undefined) {
    known.reset()
    return known
  }
  const kernel = boot({
    kernelLine: l1,
    cpuLine: cache_line,
    megabytes: mem_mb,
    highmem,
    cpus,
    nrCpus,
  })
  machines.set(name, kernel)
  return kernel
}
