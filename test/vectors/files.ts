/** Finds reference files and the reader for each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { buddyTracesReader } from './buddy_traces.ts'
import { createSweepReader } from './create_sweep.ts'
import { edgeReader } from './edge.ts'
import { geometryReader } from './geometry.ts'
import { gfpLevelsReader } from './gfp_levels.ts'
import { gfpZonesReader } from './gfp_zones.ts'
import { kernelFilesReader } from './kernel_files.ts'
import { ksizeReader } from './ksize.ts'
import { postBootReader } from './post_boot.ts'
import type { JsonObject, Reader } from './reader.ts'
import { slabinfoDumpsReader } from './slabinfo_dumps.ts'
import { tracesReader } from './traces.ts'
import { watermarkReader } from './watermark_ok.ts'
import { zoneDumpsReader } from './zone_dumps.ts'

export const readers: readonly Reader[] = [
  geometryReader,
  createSweepReader,
  ksizeReader,
  edgeReader,
  postBootReader,
  tracesReader,
  gfpZonesReader,
  gfpLevelsReader,
  buddyTracesReader,
  watermarkReader,
  kernelFilesReader,
  slabinfoDumpsReader,
  zoneDumpsReader,
]

export interface VectorFile {
  /** Path below the directory. */
  readonly path: string
  readonly document: JsonObject | null
  readonly reader: Reader | null
  /** Why there is no reader; null when there is one. */
  readonly problem: string | null
}

/** The files that come with the course. */
export const ownFiles = fileURLToPath(new URL('data', import.meta.url))

/** Every .json and .json.gz file below a directory, in order of their paths. */
export function vectorFiles(directory: string): VectorFile[] {
  if (!existsSync(directory)) throw new Error(`VECTORS_DIR: there is no directory ${directory}.`)
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readVectorFile(directory, path))
}

const json = v.record(
  v.string(),
  v.custom<JsonObject[string]>(() => true),
)

function readVectorFile(directory: string, file: string): VectorFile {
  const path = relative(directory, file)
  const none = { path, document: null, reader: null }
  const raw = readFileSync(file)
  let parsed: unknown
  try {
    parsed = JSON.parse((file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8'))
  } catch (error) {
    return { ...none, problem: `not readable: ${error instanceof Error ? error.message : ''}` }
  }
  if (!v.is(json, parsed)) return { ...none, problem: 'unknown format: not a JSON object' }
  const document = parsed
  const reader =
    readers.find((candidate) => candidate.recognises(document)) ??
    readers.find((candidate) => candidate.fileName.test(basename(file))) ??
    null
  const problem = reader === null ? unknownFormat(document) : null
  return { path, document, reader, problem }
}

function unknownFormat(document: JsonObject): string {
  const keys = Object.keys(document).filter((key) => key !== 'about')
  return `no reader for this format yet (${keys.slice(0, 4).join(', ')})`
}
