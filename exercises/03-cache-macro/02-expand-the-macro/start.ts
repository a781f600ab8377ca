/** What a preprocessor makes of a list of CACHE(n). */

// Your turn.

/** One line for each CACHE(n) of the header: the body with the number in the place of x. */
export function expand(header: string, body: string): string[] {
  return []
}
