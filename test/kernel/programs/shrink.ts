/** Makes a program that fails smaller as long as it fails. */
import type { Program } from './program.ts'

/**
 * The program without every operation that it fails without, too: first large pieces are left out, then smaller ones,
 * then single ones, until nothing more can go.
 */
export function shrink(program: Program, fails: (candidate: Program) => boolean): Program {
  let least = program
  for (let piece = Math.ceil(program.operations.length / 2); piece >= 1;) {
    const before = least.operations.length
    for (let at = 0; at < least.operations.length;) {
      const rest = least.operations.filter((_, index) => index < at || index >= at + piece)
      const candidate = { ...least, operations: rest }
      if (fails(candidate)) least = candidate
      else at += piece
    }
    const shorter = least.operations.length < before
    if (piece === 1 && !shorter) return least
    if (piece > 1) piece = Math.ceil(piece / 2)
  }
  return least
}
