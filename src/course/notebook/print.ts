/** How `print` shows a value: the same on every machine and every run, and short enough to read. */

/** More than this of a list or a memory is cut. */
const longest = 64

/** Numbers in decimal (`hex` gives the other form), text as it is, lists and objects as TypeScript writes them. */
export function format(value: unknown): string {
  return typeof value === 'string' ? value : formatInside(value, 0)
}

function formatInside(value: unknown, depth: number): string {
  if (typeof value === 'string') return `'${value.replaceAll('\n', '\\n')}'`
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value === 'symbol') return value.toString()
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (value instanceof Uint8Array) return formatBytes(value)
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}]`
  if (depth > 2) return Array.isArray(value) ? '[…]' : '{…}'
  if (Symbol.iterator in value) return formatList(value, depth)
  return formatObject(value, depth)
}

function formatBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, longest), (byte) => byte.toString(16).padStart(2, '0'))
  return shown.join(' ') + (bytes.length > longest ? ' …' : '')
}

function formatList(value: object, depth: number): string {
  const items = isIterable(value) ? Array.from(value) : []
  const shown = items.slice(0, longest).map((item) => formatInside(item, depth + 1))
  return `[${[...shown, ...(items.length > longest ? ['…'] : [])].join(', ')}]`
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

/** Parts of the machine (a cache, the kernel) are named, not spelled out: they hold one another. */
function formatObject(value: object, depth: number): string {
  const kind = value.constructor?.name ?? 'Object'
  const entries = Object.entries(value)
  const name = entries.find(([key]) => key === 'name')?.[1]
  if (kind !== 'Object') return typeof name === 'string' ? `[${kind} ${name}]` : `[${kind}]`
  const fields = entries.map(([key, field]) => `${key}: ${formatInside(field, depth + 1)}`)
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}'
}
