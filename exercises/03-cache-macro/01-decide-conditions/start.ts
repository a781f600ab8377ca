/** Which lines of a header are left for a build. */

// Your turn.

/** The lines that are left, without blanks at both ends; `defines`: the macros and their numbers. */
export function chosenLines(header: string, defines: Record<string, number>): string[] {
  return header.split('\n').map((line) => line.trim())
}
