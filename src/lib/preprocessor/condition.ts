/** The conditions of #if: whole numbers of 64 bits, with the operators of C; a name that is no macro is 0. */
import { MacroError, type Macros } from './macros.ts'
import { isMark, textOf, token, tokensOf, type Token } from './tokens.ts'

/** From the weakest to the strongest; those of a line are equally strong. */
const operators: readonly Readonly<Record<string, (a: bigint, b: bigint) => bigint>>[] = [
  { '||': (a, b) => truth(a !== 0n || b !== 0n) },
  { '&&': (a, b) => truth(a !== 0n && b !== 0n) },
  { '|': (a, b) => a | b },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => a & b },
  { '==': (a, b) => truth(a === b), '!=': (a, b) => truth(a !== b) },
  {
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
  },
  { '<<': (a, b) => a << b, '>>': (a, b) => a >> b },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / divisor(b), '%': (a, b) => a % divisor(b) },
]

const unary: Readonly<Record<string, (a: bigint) => bigint>> = {
  '-': (a) => -a,
  '+': (a) => a,
  '~': (a) => ~a,
  '!': (a) => truth(a === 0n),
}

function truth(holds: boolean): bigint {
  return holds ? 1n : 0n
}

function divisor(number: bigint): bigint {
  if (number === 0n) throw new MacroError('The condition divides by 0.')
  return number
}

/** Does the condition of an #if hold? */
export function holds(condition: string, macros: Macros): boolean {
  const asked = answerDefined(tokensOf(condition), macros)
  const tokens = macros.expand(asked).filter(({ kind }) => kind !== 'space')
  const reader = new Reader(tokens)
  const value = reader.choice()
  reader.end()
  return value !== 0n
}

/** `defined X` and `defined(X)` ask for the name itself, before anything is expanded. */
function answerDefined(tokens: readonly Token[], macros: Macros): Token[] {
  const text = textOf(tokens).replace(
    /\bdefined\s*(?:\(\s*([A-Za-z_]\w*)\s*\)|([A-Za-z_]\w*))/g,
    (_, inside: string | undefined, alone: string | undefined) =>
      macros.has(inside ?? alone ?? '') ? '1' : '0',
  )
  return tokensOf(text)
}

class Reader {
  readonly #tokens: readonly Token[]
  #place = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** `a ? b : c`, or something stronger. */
  choice(): bigint {
    const condition = this.#binary(0)
    if (!this.#takes('?')) return condition
    const yes = this.choice()
    if (!this.#takes(':')) throw this.#odd()
    const no = this.choice()
    return condition === 0n ? no : yes
  }

  end(): void {
    if (this.#place < this.#tokens.length) throw this.#odd()
  }

  #binary(strength: number): bigint {
    const level = operators[strength]
    if (level === undefined) return this.#single()
    let left = this.#binary(strength + 1)
    for (;;) {
      const operator = level[this.#peek()?.kind === 'mark' ? (this.#peek()?.text ?? '') : '']
      if (operator === undefined) return left
      this.#place++
      left = BigInt.asIntN(64, operator(left, this.#binary(strength + 1)))
    }
  }

  #single(): bigint {
    const one = this.#peek() ?? token('space', '')
    this.#place++
    const operator = one.kind === 'mark' ? unary[one.text] : undefined
    if (operator !== undefined) return operator(this.#single())
    if (isMark(one, '(')) {
      const value = this.choice()
      if (!this.#takes(')')) throw this.#odd()
      return value
    }
    if (one.kind === 'name') return 0n
    if (one.kind === 'number') return numberOf(one.text)
    this.#place--
    throw this.#odd()
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#place]
  }

  #takes(mark: string): boolean {
    if (!isMark(this.#peek(), mark)) return false
    this.#place++
    return true
  }

  #odd(): MacroError {
    const next = this.#peek()
    return new MacroError(
      next === undefined
        ? 'The condition ends too early.'
        : `The condition goes wrong at ${next.text}.`,
    )
  }
}

/** Decimal, hexadecimal or, with a leading 0, octal; letters for the type at the end do not matter. */
function numberOf(text: string): bigint {
  const digits = text.replace(/[uUlL]+$/, '')
  const form = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  if (/^(0[xX][\da-fA-F]+|0o[0-7]+|\d+)$/.test(form)) return BigInt(form)
  throw new MacroError(`${text} is not a whole number.`)
}
