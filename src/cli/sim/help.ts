/** The help of the simulator's commands. */
import { indent, padLine, styled, type StyledLine } from '#text/lines.ts'
import { displayWidth } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'
import { commandNames, UnknownName, usageOf } from '#course/simulation/index.ts'
import {
  type CommandName,
  looks,
  operations,
  sessionCommands,
} from '#course/simulation/commands.ts'
import { prose, type SimDrawing } from './prose.ts'

/** All commands in their groups, or one of them. Throws UnknownName for what is none. */
export function drawHelp(name: string | null, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  if (name === null) {
    return [
      ...drawGroup(words.groups.operations, Object.keys(operations), drawing),
      ...drawGroup(words.groups.looks, Object.keys(looks), drawing),
      ...drawGroup(words.groups.session, Object.keys(sessionCommands), drawing),
      ...prose(words.helpMore, drawing),
    ]
  }
  if (!isCommand(name)) {
    const all = 'help alone shows all commands.'
    throw new UnknownName(`There is no command "${name}".`, name, commandNames, all)
  }
  return [
    ...prose(words.usage(usageOf(name)), drawing, 'strong'),
    ...prose(words.commands[name], drawing),
  ]
}

function drawGroup(title: string, names: readonly string[], drawing: SimDrawing): StyledLine[] {
  const lines = names.filter(isCommand).flatMap((name) => drawCommand(name, drawing))
  return [...prose(title, drawing, 'strong'), ...lines, []]
}

/** Where there is room the meaning stands beside the command, else below it. */
const column = 36
const beside = 70

function drawCommand(name: CommandName, drawing: SimDrawing): StyledLine[] {
  const { width, words } = drawing
  const usage = usageOf(name)
  const indented = width >= beside ? column : 4
  const meaning = prose(words.commands[name], { ...drawing, width: width - indented })
  const space = styled(' '.repeat(indented))
  const head = indent(wrap([styled(usage, 'accent')], width - 2), styled('  '))
  const [first = [], ...rest] = meaning
  if (width < beside || displayWidth(usage) + 3 > column) {
    return [...head, ...meaning.map((text) => [space, ...text])]
  }
  return [
    [...padLine([styled(`  ${usage}`, 'accent')], column), ...first],
    ...rest.map((text) => [space, ...text]),
  ]
}

function isCommand(name: string): name is CommandName {
  return commandNames.includes(name)
}
