/** Reads the little C that the three users come to, and carries it out. */

/** The numbers between the braces of an array. */
export function numbersOf(text: string, name: string): number[] {
  return (bracesOf(text, name).match(/\b\d+\b/g) ?? []).map(Number)
}

/** The strings between the braces of an array; strings that stand side by side are one. */
export function stringsOf(text: string, name: string): string[] {
  return bracesOf(text, name)
    .split(',')
    .map((entry) => Array.from(entry.matchAll(/"([^"]*)"/g), ([, inside = '']) => inside).join(''))
    .filter((entry) => entry !== '')
}

function bracesOf(text: string, name: string): string {
  const start = text.indexOf('{', text.indexOf(`${name}[]`))
  return text.slice(start + 1, text.indexOf('}', start))
}

/** What `place(size)` returns: carries its statements out, and says which one it cannot read. */
export function placeOf(text: string, size: number): number | null {
  const start = text.indexOf('{', text.indexOf('place('))
  const code = text.slice(start).replace(/\/\*[^]*?\*\/|\/\/.*/g, ' ')
  const place = new Place(code.match(/\w+|[<>=!+-]=|\+\+|--|&&|\|\||\S/g) ?? [], size)
  return place.run()
}

/** A function of C with one variable, `i`, and one argument, `size`: if, else, return, steps of i and comparisons. */
class Place {
  private at = 0
  private i = 0
  private result: number | null = null
  private readonly words: readonly string[]
  private readonly size: number

  constructor(words: readonly string[], size: number) {
    this.words = words
    this.size = size
  }

  run(): number | null {
    this.statement(true)
    return this.result
  }

  /** Reads a statement, and carries it out if `live`. */
  private statement(live: boolean): void {
    const first = this.at
    if (this.takes('{')) {
      while (!this.takes('}')) this.statement(live && this.result === null)
    } else if (this.takes('if')) {
      this.wants('(')
      const holds = this.either() !== 0
      this.wants(')')
      this.statement(live && holds)
      if (this.takes('else')) this.statement(live && !holds)
    } else if (this.takes('return')) {
      const value = this.either()
      this.wants(';')
      if (live) this.result ??= value
    } else if (!this.takes(';')) {
      const value = this.step(first)
      this.wants(';', first)
      if (live) this.i = value
    }
  }

  /** What `i` becomes: `int i = 0`, `i++`, `++i`, `i += 1`, `i = i + 1`. */
  private step(first: number): number {
    if (this.takes('++')) {
      this.wants('i', first)
      return this.i + 1
    }
    this.takes('int')
    this.wants('i', first)
    if (this.takes('++')) return this.i + 1
    if (this.takes('+=')) return this.i + this.either()
    this.wants('=', first)
    return this.either()
  }

  private either(): number {
    let value = this.both()
    while (this.takes('||')) value = Number(this.both() !== 0 || value !== 0)
    return value
  }

  private both(): number {
    let value = this.comparison()
    while (this.takes('&&')) value = Number(this.comparison() !== 0 && value !== 0)
    return value
  }

  private comparison(): number {
    const left = this.sum()
    if (this.takes('<')) return Number(left < this.sum())
    if (this.takes('<=')) return Number(left <= this.sum())
    if (this.takes('>')) return Number(left > this.sum())
    if (this.takes('>=')) return Number(left >= this.sum())
    if (this.takes('==')) return Number(left === this.sum())
    if (this.takes('!=')) return Number(left !== this.sum())
    return left
  }

  private sum(): number {
    let value = this.single()
    for (;;) {
      if (this.takes('+')) value += this.single()
      else if (this.takes('-')) value -= this.single()
      else return value
    }
  }

  private single(): number {
    if (this.takes('!')) return Number(this.single() === 0)
    if (this.takes('-')) return -this.single()
    if (this.takes('(')) {
      const value = this.either()
      this.wants(')')
      return value
    }
    if (this.takes('size')) return this.size
    if (this.takes('i')) return this.i
    const word = this.words[this.at] ?? ''
    if (!/^\d+$/.test(word)) this.unreadable(this.at)
    this.at++
    return Number(word)
  }

  private takes(word: string): boolean {
    if (this.words[this.at] !== word) return false
    this.at++
    return true
  }

  private wants(word: string, first = this.at): void {
    if (!this.takes(word)) this.unreadable(first)
  }

  private unreadable(first: number): never {
    const near = this.words.slice(first, first + 6).join(' ')
    throw new Error(`place() cannot be read from here on: ${near === '' ? 'its end' : near}`)
  }
}
