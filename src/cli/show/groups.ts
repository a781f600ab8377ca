/** Lines that belong together, put one group below the other. */
import type { StyledLine } from '#text/lines.ts'

/** Groups with an empty line between them; those without lines are left out. */
export function joined(groups: readonly (readonly StyledLine[])[]): StyledLine[] {
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? [[], ...lines] : lines))
}
