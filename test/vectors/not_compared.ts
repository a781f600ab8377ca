/**
 * What the kernel files hold that no allocator can know: facts of a whole boot, of the build, or of parts of the kernel
 * that are not simulated. Each field of that kind is counted in the table under its reason; nothing else may be left out.
 */
import type { Json } from './compare.ts'

export const REASONS = {
  users: 'what the rest of the kernel had taken',
  pages: 'which pages were free after what the file does not record',
  processes: 'what the first processes used',
  firmware: 'how much memory the firmware of the user had left',
  image: 'what the kernel image and the tables of its boot take',
  place: "where the kernel's own data lies",
  pageTables: 'page tables are not simulated yet',
  moment: 'a slab came while the files were read one after the other',
  fixedPages: 'which pages at fixed addresses the build has, the file does not tell',
  batch: 'since 2.6.12 the lists of single pages are longer',
} as const

/** A field that cannot be compared, as it stands in the file. */
export class NotCompared {
  readonly value: Json
  readonly reason: string

  constructor(value: Json, reason: keyof typeof REASONS) {
    this.value = value
    this.reason = REASONS[reason]
  }
}
