/** Makes a program that fails smaller as long as it fails. */
import type { Program } from './program.ts'

/** Tries before a program is small enough for anybody. */
const MOST_TRIES = 400

/**
 * The program without every operation that it fails without, too: first large pieces are left out, then smaller ones,
 * then single ones, until nothing more can go, or it was tried often enough.
 */
export function shrink(program: Program, fails: (candidate: Program) => boolean): Program {
  let least = program
  let tries = 0
  for (let piece = Math.ceil(program.operations.length / 2); piece >= 1;) {
    const before = least.operations.length
    for (let at = 0; at < least.operations.length;) {
      const rest = least.operations.filter((_, index) => index < at || index >= at + piece)
      const candidate = { ...least, operations: rest }
      if (++tries > MOST_TRIES) return least
      if (fails(candidate)) least = candidate
      else at += piece
    }
    const shorter = least.operations.length < before
    if (piece === 1 && !shorter) return least
    if (piece > 1) piece = Math.ceil(piece / 2)
  }
  return least
}
