/** What this terminal can do, decided once from its variables and from where the output goes. */
import { ansiTheme, plainTheme, type Theme, withLinks } from '#text/theme.ts'

export interface Terminal {
  readonly columns: number
  readonly rows: number
  readonly colour: boolean
  /** Figures and signs beyond ASCII. */
  readonly unicode: boolean
  /** Text can be a link to a web address. */
  readonly links: boolean
  /** Redrawing is possible: keys arrive one by one and the cursor can be moved. */
  readonly screen: boolean
  /** Somebody can answer a question. */
  readonly canAsk: boolean
  /** `--plain`: everything is said once, in order; nothing is redrawn. */
  readonly plain: boolean
}

export interface TerminalFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly inputIsTerminal: boolean
  readonly outputIsTerminal: boolean
  readonly columns: number | undefined
  readonly rows: number | undefined
  readonly plain: boolean
  readonly ascii: boolean
}

/** Narrower than this nothing is laid out; the terminal may wrap as it likes. */
const narrowest = 20
const usual = { columns: 80, rows: 24 }

export function describeTerminal(facts: TerminalFacts): Terminal {
  const { env, inputIsTerminal, outputIsTerminal, plain } = facts
  const dumb = env['TERM'] === 'dumb'
  const canAsk = inputIsTerminal && outputIsTerminal
  return {
    columns: Math.max(narrowest, facts.columns ?? positive(env['COLUMNS']) ?? usual.columns),
    rows: facts.rows ?? positive(env['LINES']) ?? usual.rows,
    colour: hasColour(env, outputIsTerminal && !dumb && !plain),
    unicode: !facts.ascii && hasUnicode(env),
    links: outputIsTerminal && !dumb && !plain && hasLinks(env),
    screen: canAsk && !dumb && !plain,
    canAsk,
    plain: plain || dumb,
  }
}

/** FORCE_COLOR wins over NO_COLOR, as in Node itself; both win over what the output looks like. */
function hasColour(env: TerminalFacts['env'], otherwise: boolean): boolean {
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if ((env['NO_COLOR'] ?? '') !== '') return false
  return otherwise
}

/** The first of these that is set decides, as for every program that follows the locale. */
function hasUnicode(env: TerminalFacts['env']): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return /utf-?8/i.test(locale)
}

const programsWithLinks = new Set([
  'iTerm.app',
  'WezTerm',
  'vscode',
  'ghostty',
  'Hyper',
  'WarpTerminal',
])

/** Nothing tells for sure, so only terminals known to open links get them; inside tmux and screen none do. */
function hasLinks(env: TerminalFacts['env']): boolean {
  if (env['FORCE_HYPERLINK'] !== undefined) return env['FORCE_HYPERLINK'] !== '0'
  if (env['TMUX'] !== undefined || env['STY'] !== undefined) return false
  const vte = Number(env['VTE_VERSION'] ?? 0)
  return (
    vte >= 5000 ||
    env['KITTY_WINDOW_ID'] !== undefined ||
    env['WT_SESSION'] !== undefined ||
    env['KONSOLE_VERSION'] !== undefined ||
    programsWithLinks.has(env['TERM_PROGRAM'] ?? '')
  )
}

/** How this terminal shows styles. */
export function themeFor({ colour, links }: Pick<Terminal, 'colour' | 'links'>): Theme {
  const theme = colour ? ansiTheme : plainTheme
  return links ? withLinks(theme) : theme
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

export function thisTerminal(options: { plain: boolean; ascii: boolean }): Terminal {
  const { stdin, stdout, env } = process
  return describeTerminal({
    env,
    inputIsTerminal: stdin.isTTY,
    outputIsTerminal: stdout.isTTY,
    columns: stdout.columns,
    rows: stdout.rows,
    ...options,
  })
}
