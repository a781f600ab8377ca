/** Questions to the learner. Nothing is asked where nobody can answer; inquirer is loaded when it is needed. */
import { LeftTheQuestion } from './leave.ts'
import { CourseError } from './problem.ts'
import type { Session } from './session.ts'

/** Asks for a yes. `unanswered` is what to say, with the flag to use, when there is nobody to ask. */
export async function confirm(
  session: Session,
  question: string,
  unanswered: string,
): Promise<boolean> {
  if (!session.terminal.canAsk) throw new CourseError(question, unanswered)
  if (session.terminal.plain) {
    const { askLine } = await import('./transcript/lines.ts')
    const answer = await askLine(`${question} ${session.words.yesOrNo} `)
    return answer !== null && /^y(es)?$/i.test(answer.trim())
  }
  const prompt = await loadPrompt()
  return answered(async () => {
    const { yes } = await prompt([
      { type: 'confirm', name: 'yes', message: question, default: false },
    ])
    return yes === true
  })
}

/** By its name: what stands for a default export differs between the sources and the built course. */
async function loadPrompt() {
  const { createPromptModule } = await import('inquirer')
  return createPromptModule()
}

/** inquirer throws when the learner presses Ctrl-C or the input ends. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name === 'ExitPromptError' || name === 'AbortPromptError') throw new LeftTheQuestion()
    throw error
  }
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** Lets the learner pick one; the terminal must be one that can redraw. */
export async function choose(question: string, choices: readonly Choice[]): Promise<string> {
  const prompt = await loadPrompt()
  return answered(async () => {
    const { picked } = await prompt([
      {
        type: 'select',
        name: 'picked',
        message: question,
        choices: choices.map(({ value, label }) => ({ value, name: label })),
      },
    ])
    return String(picked)
  })
}
