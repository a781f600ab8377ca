/** Wrong: answers a question about an unknown name with no. */
import { chosenLines as right } from '../solution.ts'

export function chosenLines(header: string, defines: Record<string, number>): string[] {
  const answered = header.replace(/^(\s*)#if (\w+).*$/gm, (line, blanks: string, name: string) =>
    name in defines ? line : `${blanks}#ifdef ${name}`,
  )
  return right(answered, defines)
}
