/** Wrong: lets an #endif end all open questions. */
import { chosenLines as chosen } from '../solution.ts'

function answer(line: string, defines: Record<string, number>): boolean {
  return chosen(`${line}\nyes\n#endif`, defines).length === 1
}

export function chosenLines(header: string, defines: Record<string, number>): string[] {
  const answers: boolean[] = []
  const left: string[] = []
  for (const line of header.split('\n').map((one) => one.trim())) {
    if (line.startsWith('#if')) answers.push(answer(line, defines))
    else if (line.startsWith('#else')) answers.push(!answers.pop())
    else if (line.startsWith('#endif')) answers.splice(0)
    else if (line !== '' && answers.every(Boolean)) left.push(line)
  }
  return left
}
